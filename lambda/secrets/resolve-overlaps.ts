import type { Match } from "./match.ts";
import type { Rule } from "./rule.ts";

/** How much a kind of rule knows about what it found: the lower the better. */
const ranks: Record<Rule["kind"], number> = { token: 0, matcher: 1, near: 2 };

/** Rules that only ever flag know least: what a better one found must not be lost to them. */
const flagRank = 3;

/**
 * Matches in ascending order, none over another. Of one within another the better stays, among equals the longer. Where
 * two only touch, the worse gives way by its part, so that nothing that was found is left uncovered.
 */
export function resolveOverlaps(matches: readonly Match[]): Match[] {
  let kept: Match[] = [];
  for (let rank = 0; rank <= flagRank; rank++) {
    const equals = matches.filter((match) => rankOf(match) === rank);
    if (equals.length > 0) kept = addWorse(kept, resolveEquals(equals));
  }
  return kept;
}

function rankOf({ rule }: Match): number {
  return rule.strongest === "flag" ? flagRank : ranks[rule.kind];
}

function resolveEquals(matches: Match[]): Match[] {
  matches.sort((a, b) => a.start - b.start || b.end - a.end);
  const kept: Match[] = [];
  let end = 0;
  for (const match of matches) {
    if (match.end <= end) continue;
    kept.push(match.start < end ? { ...match, start: end } : match);
    end = match.end;
  }
  return kept;
}

/** Both ascend and have no overlaps among themselves. */
function addWorse(better: readonly Match[], worse: readonly Match[]): Match[] {
  const added: Match[] = [];
  let first = 0;
  for (const match of worse) {
    while (first < better.length && better[first]!.end <= match.start) first++;
    const rest = restOf(match, better, first);
    if (rest !== undefined) added.push(rest);
  }
  return added.length === 0 ? [...better] : [...better, ...added].sort((a, b) => a.start - b.start);
}

/** What of a match the better ones from `first` on leave to it; nothing where it lies around one or within one. */
function restOf(match: Match, better: readonly Match[], first: number): Match | undefined {
  let { start } = match;
  for (let at = first; at < better.length && better[at]!.start < match.end; at++) {
    const one = better[at]!;
    const isAround = one.start >= match.start && one.end <= match.end;
    const isWithin = one.start <= match.start && one.end >= match.end;
    if (isAround || isWithin) return undefined;
    if (one.start > start) return { ...match, start, end: one.start };
    start = one.end;
  }
  return start < match.end ? { ...match, start } : undefined;
}
