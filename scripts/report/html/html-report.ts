import { readFileSync } from "node:fs";
import type { UnusualDay } from "../unusual-days.ts";
import type { PeriodComparison } from "../usage-overview.ts";
import { notes } from "../usage-report-text.ts";
import { escapeHtml } from "./chart-svg.ts";
import type { Figure } from "./figures.ts";
import { changeText, costText, percentText, tokenText, wholeText } from "./number-text.ts";
import { peopleTable } from "./people-table.ts";
import { usageFigures } from "./usage-figures.ts";

/** The whole report as one file: it loads nothing, from nowhere, and its policy makes sure of that. */
export function htmlReport(of: PeriodComparison): string {
  const { range, timeZone, source } = of.query;
  const title = `Codex usage, ${range.from} to ${range.to}`;
  const unusual = of.now.unusualDays();
  const figures = usageFigures(of.now, range);
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'">
<title>${title}</title>
<style>${asset("report.css")}</style>
</head>
<body>
<header>
<h1>${title}</h1>
<p class="muted">Days in ${escapeHtml(timeZone)}, from the ${source}; compared with ${of.rangeBefore.from} to ${of.rangeBefore.to}.</p>
</header>
<main>
${tiles(of)}
${notes(of.report).map(noteHtml).join("\n")}
${figures.map(figureHtml).join("\n")}
${unusualHtml(unusual)}
${peopleTable(of, unusual)}
</main>
<script>${asset("sortable-table.js")}</script>
</body>
</html>
`;
}

function tiles({ now: { totals, byUser }, before }: PeriodComparison): string {
  const cost = totals.costMicroUsd;
  const was = before.totals;
  const items: [string, string, string][] = [
    [
      "Cost",
      costText(cost),
      `${changeText(cost ?? 0, was.costMicroUsd ?? 0)} on the period before (${costText(was.costMicroUsd)})`,
    ],
    [
      "Requests",
      wholeText(totals.requests),
      `${changeText(totals.requests, was.requests)}; ${wholeText(totals.failed)} failed`,
    ],
    [
      "Tokens",
      tokenText(totals.totalTokens),
      `${changeText(totals.totalTokens, was.totalTokens)}; ${tokenText(totals.outputTokens)} of them output`,
    ],
    [
      "Cache hits",
      percentText(totals.cachedInputTokens, totals.inputTokens),
      `of the input; before: ${percentText(was.cachedInputTokens, was.inputTokens)}`,
    ],
    ["People", wholeText(byUser.groups.size), `before: ${wholeText(before.byUser.groups.size)}`],
  ];
  const cells = items.map(
    ([term, value, more]) => `<div><dt>${term}</dt><dd>${value}<small>${more}</small></dd></div>`,
  );
  return `<dl class="tiles">${cells.join("")}</dl>`;
}

function noteHtml(note: string): string {
  return `<p class="${/^[A-Z]{4}/.test(note) ? "warn" : "muted"}">${escapeHtml(note)}</p>`;
}

function figureHtml({ title, summary, wideSvg, narrowSvg, legend, heads, rows }: Figure): string {
  const head = heads.map((name) => `<th scope="col">${escapeHtml(name)}</th>`).join("");
  const body = rows
    .map((row) => `<tr>${row.map((cell) => `<td>${escapeHtml(cell)}</td>`).join("")}</tr>`)
    .join("\n");
  return `<section>
<figure role="group" aria-label="${escapeHtml(`${title}. ${summary}`)}">
<h2>${escapeHtml(title)}</h2>
<p class="muted">${escapeHtml(summary)}</p>
${legendHtml(legend)}
<div class="wide">${wideSvg}</div><div class="narrow">${narrowSvg}</div>
<details><summary>${escapeHtml(title)} as a table</summary><div class="scroll">
<table><caption>${escapeHtml(title)}</caption><thead><tr>${head}</tr></thead><tbody>${body}</tbody></table></div></details>
</figure>
</section>`;
}

function legendHtml(legend: Figure["legend"]): string {
  if (legend.length === 0) return "";
  const items = legend.map(
    ({ name, paint }) => `<li><i style="background:var(--${paint})"></i>${escapeHtml(name)}</li>`,
  );
  return `<ul class="legend" aria-hidden="true">${items.join("")}</ul>`;
}

const mostUnusualDays = 12;

function unusualHtml(days: UnusualDay[]): string {
  if (days.length === 0) return "";
  const [first, more] = [days.slice(0, mostUnusualDays), days.slice(mostUnusualDays)];
  const rest = `<details><summary>${more.length} more unusual days</summary>${unusualTable(more)}</details>`;
  return `<section>
<h2>Unusual days</h2>
<p class="muted">Days that cost a person more than three times the median of his or her own days, the dearest first.</p>
${unusualTable(first)}
${more.length > 0 ? rest : ""}
</section>`;
}

function unusualTable(days: UnusualDay[]): string {
  const heads = ["Person", "Day", "Cost", "Own median", "Times"].map(
    (head) => `<th scope="col">${head}</th>`,
  );
  const rows = days.map(({ userId, day, costMicroUsd, medianMicroUsd }) => {
    const times = `${(costMicroUsd / medianMicroUsd).toFixed(1)} ×`;
    const cells = [`▲ ${escapeHtml(userId)}`, day, costText(costMicroUsd), costText(medianMicroUsd), times];
    return `<tr>${cells.map((cell) => `<td>${cell}</td>`).join("")}</tr>`;
  });
  return `<div class="scroll"><table><thead><tr>${heads.join("")}</tr></thead><tbody>${rows.join("\n")}</tbody></table></div>`;
}

function asset(name: string): string {
  return readFileSync(new URL(name, import.meta.url), "utf8");
}
