import type { UnusualDay } from "../unusual-days.ts";
import { type PeriodComparison, byCost } from "../usage-overview.ts";
import type { UsageSum } from "../../../lambda/domain/usage-sum.ts";
import { escapeHtml } from "./chart-svg.ts";
import { changeText, costText, percentText, tokenText, wholeText } from "./number-text.ts";

interface Cell {
  html: string;
  /** What the column is sorted by. */
  value: string | number;
}

const peopleHeads = [
  "Person",
  "Cost",
  "Before",
  "Change",
  "Requests",
  "Failed",
  "Input",
  "Cached",
  "Output",
  "Models",
];

/** Everybody with what they cost, which the reader's browser can sort and filter: sortable-table.js. */
export function peopleTable({ now, before }: PeriodComparison, unusual: UnusualDay[]): string {
  const marked = new Set(unusual.map(({ userId }) => userId));
  const rows = byCost(now.byUser).map(([userId, sum]) => {
    const mark = marked.has(userId) ? '<span title="has unusual days">▲</span>&nbsp;' : "";
    const name: Cell = { html: mark + escapeHtml(userId), value: userId };
    return rowHtml(
      [name, ...figureCells(sum, before.byUser.groups.get(userId))],
      [userId, ...sum.models.keys()],
    );
  });
  const heads = peopleHeads.map((name) => {
    const isSorted = name === "Cost" ? ' aria-sort="descending"' : "";
    return `<th scope="col"${isSorted}><button type="button">${name}</button></th>`;
  });
  return `<section>
<h2>Everybody</h2>
<p class="controls"><label for="filter" class="muted">Filter by name or model</label><br><input id="filter" type="search" autocomplete="off">
<span id="shown" class="muted" role="status"></span></p>
<p class="muted">Press a heading to sort. ▲ marks people with unusual days; “+?” that some requests have no price.</p>
<div class="scroll"><table id="people" aria-label="Everybody">
<thead><tr>${heads.join("")}</tr></thead>
<tbody>${rows.join("\n")}</tbody></table></div>
</section>`;
}

function figureCells(sum: UsageSum, was: UsageSum | undefined): Cell[] {
  // What is not known stands below what cost nothing.
  const cost = sum.costMicroUsd ?? -1;
  const costBefore = was?.costMicroUsd ?? 0;
  const [first = "", ...others] = [...sum.models].toSorted((a, b) => b[1] - a[1]).map(([model]) => model);
  const more =
    others.length > 0 ? ` <span title="${escapeHtml(others.join(", "))}">+${others.length}</span>` : "";
  return [
    { html: `${costText(sum.costMicroUsd)}${sum.unpriced > 0 && cost >= 0 ? " +?" : ""}`, value: cost },
    { html: was === undefined ? "–" : costText(was.costMicroUsd), value: costBefore },
    {
      html: changeText(Math.max(cost, 0), costBefore),
      value: costBefore === 0 ? -1 : cost / costBefore,
    },
    { html: wholeText(sum.requests), value: sum.requests },
    { html: wholeText(sum.failed), value: sum.failed },
    tokenCell(sum.inputTokens),
    {
      html: percentText(sum.cachedInputTokens, sum.inputTokens),
      value: sum.cachedInputTokens / (sum.inputTokens || 1),
    },
    tokenCell(sum.outputTokens),
    { html: escapeHtml(first) + more, value: first },
  ];
}

function tokenCell(tokens: number): Cell {
  return { html: `<span title="${wholeText(tokens)}">${tokenText(tokens)}</span>`, value: tokens };
}

/** @param words what the filter looks in */
function rowHtml(cells: Cell[], words: string[]): string {
  const html = cells.map(({ html, value }) => `<td data-value="${escapeHtml(String(value))}">${html}</td>`);
  return `<tr data-words="${escapeHtml(words.join(" ").toLowerCase())}">${html.join("")}</tr>`;
}
