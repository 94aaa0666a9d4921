import type { Match } from "./match.ts";
import type { Rule } from "./rule.ts";

/** How much a kind of rule knows about what it found: the lower the better. */
const ranks: Record<Rule["kind"], number> = { token: 0, matcher: 1, near: 2 };

/**
 * Matches in ascending order, none over another. Of one within another the better stays; where two only touch, the
 * worse gives way by its part, so that nothing that was found is left uncovered. Sorts `matches` in place.
 */
export function resolveOverlaps(matches: Match[]): Match[] {
  matches.sort((a, b) => a.start - b.start || b.end - a.end || rank(a) - rank(b));
  const kept: Match[] = [];
  for (const match of matches) {
    const last = kept.at(-1);
    if (last === undefined || match.start >= last.end) kept.push(match);
    else if (match.end <= last.end) {
      if (rank(match) < rank(last)) kept[kept.length - 1] = match;
    } else if (rank(match) < rank(last)) {
      kept[kept.length - 1] = { ...last, end: match.start };
      kept.push(match);
    } else kept.push({ ...match, start: last.end });
  }
  return kept.filter(({ start, end }) => start < end);
}

/** Rules that only ever flag know least: a better one within their span must not be lost to them. */
function rank({ rule }: Match): number {
  return ranks[rule.kind] + (rule.strongest === "flag" ? 3 : 0);
}
