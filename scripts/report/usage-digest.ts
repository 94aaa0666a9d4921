import { changeText, costText, percentText, tokenText, wholeText } from "./html/number-text.ts";
import { type PeriodComparison, byCost } from "./usage-overview.ts";
import { notes } from "./usage-report-text.ts";
import type { UsageGroups } from "./usage-groups.ts";

const mostNamed = 5;

/** A period on one screen of Markdown, for Slack or e-mail: what it cost, who and what it went to, what to look at. */
export function usageDigest({ query, now, before, rangeBefore, report }: PeriodComparison): string {
  const { totals } = now;
  if (totals.requests === 0) {
    return `**Codex, ${query.range.from} to ${query.range.to}**: no requests were recorded.`;
  }
  const was = before.totals;
  const unusual = now.unusualDays();
  return [
    `**Codex, ${query.range.from} to ${query.range.to}: ${costText(totals.costMicroUsd)}** (${changeText(totals.costMicroUsd ?? 0, was.costMicroUsd ?? 0)} on ${rangeBefore.from} to ${rangeBefore.to})`,
    "",
    `- ${wholeText(totals.requests)} requests (${changeText(totals.requests, was.requests)}) by ${wholeText(now.byUser.groups.size)} people; ${wholeText(totals.failed)} failed`,
    `- ${tokenText(totals.totalTokens)} tokens; ${percentText(totals.cachedInputTokens, totals.inputTokens)} of the input came from the cache (before: ${percentText(was.cachedInputTokens, was.inputTokens)})`,
    `- Models: ${dearest(now.byModel)}`,
    `- Teams: ${dearest(now.byTeam)}`,
    `- People: ${dearest(now.byUser)}`,
    ...unusual
      .slice(0, mostNamed)
      .map(
        ({ userId, day, costMicroUsd, medianMicroUsd }) =>
          `- Unusual: ${plain(userId)} on ${day}, ${costText(costMicroUsd)} against a median of ${costText(medianMicroUsd)}`,
      ),
    ...(unusual.length > mostNamed
      ? [`- and ${unusual.length - mostNamed} more unusual days: see --html`]
      : []),
    // The first two say how to read the table, which is not here.
    ...notes(report)
      .slice(2)
      .map((note) => `- ${plain(note)}`),
  ].join("\n");
}

function dearest(groups: UsageGroups): string {
  const all = byCost(groups);
  const named = all.slice(0, mostNamed).map(([name, sum]) => `${plain(name)} ${costText(sum.costMicroUsd)}`);
  return all.length > mostNamed ? `${named.join(", ")} and ${all.length - mostNamed} more` : named.join(", ");
}

/** A name is no markup: `<!channel>` would wake a whole company up. */
function plain(text: string): string {
  return text
    .replaceAll(/[\p{Cc}\p{Cf}]/gu, "�")
    .replaceAll(/[*_~`<>[\]|]/g, (mark) => `\\${mark}`)
    .replaceAll("\\<", "‹")
    .replaceAll("\\>", "›");
}
