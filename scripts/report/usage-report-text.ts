import { type TextColumn, printable, textTable } from "../cli/text-table.ts";
import { type ReportRow, type UsageReport, dimensions } from "./usage-report.ts";
import type { UsageSum } from "../../lambda/domain/usage-sum.ts";

const whole = new Intl.NumberFormat("en-US");
const dollars = new Intl.NumberFormat("en-US", { minimumFractionDigits: 2, maximumFractionDigits: 2 });

const columns: { head: string; isCompact: boolean; of: (sum: UsageSum) => string }[] = [
  { head: "Requests", isCompact: true, of: (sum) => whole.format(sum.requests) },
  { head: "Failed", isCompact: false, of: (sum) => whole.format(sum.failed) },
  { head: "Input", isCompact: false, of: (sum) => whole.format(sum.inputTokens) },
  { head: "Cached", isCompact: false, of: (sum) => whole.format(sum.cachedInputTokens) },
  { head: "Output", isCompact: false, of: (sum) => whole.format(sum.outputTokens) },
  { head: "Reasoning", isCompact: false, of: (sum) => whole.format(sum.reasoningTokens) },
  { head: "Total", isCompact: true, of: (sum) => whole.format(sum.totalTokens) },
  { head: "Cost (USD)", isCompact: true, of: costText },
];

/** The report as a table, with what a reader must know to trust it below. */
export function usageReportText(report: UsageReport, options: { breakdown?: true; compact?: true }): string {
  const { query, rows, totals } = report;
  if (totals.requests === 0) return `No requests were recorded ${rangeText(report)}.`;
  const shown = columns.filter(({ isCompact }) => isCompact || !options.compact);
  const withModels = !options.compact && query.by !== "model";
  const cellsOf = (name: string, sum: UsageSum): string[] => [
    name,
    ...shown.map(({ of }) => of(sum)),
    ...(withModels ? [modelsText(sum)] : []),
  ];
  const heads: TextColumn[] = [
    headOf(dimensions[query.by].field),
    ...shown.map(({ head }) => ({ right: head })),
    ...(withModels ? ["Models"] : []),
  ];
  const partsOf = ({ breakdown }: ReportRow): string[][] =>
    options.breakdown ? breakdown.map((part) => cellsOf(`  └ ${part.key}`, part.sum)) : [];
  const lines = rows.flatMap((row) => [cellsOf(row.key, row.sum)].concat(partsOf(row)));
  const table = textTable(
    heads,
    lines,
    cellsOf("Total", totals).map((cell, index) => (index > shown.length ? "" : cell)),
  );
  return [`Codex usage ${rangeText(report)}, from the ${query.source}`, "", table, "", ...notes(report)].join(
    "\n",
  );
}

function rangeText({ query: { range, timeZone } }: UsageReport): string {
  const days = range.from === range.to ? `on ${range.from}` : `from ${range.from} to ${range.to}`;
  return `${days} (${timeZone})`;
}

/** What stands behind the numbers: how much was recorded, failed, estimated, and can't be priced. */
export function notes({ totals, unpriced }: UsageReport): string[] {
  const lines = [
    `${whole.format(totals.requests)} requests recorded, ${whole.format(totals.failed)} failed, ${whole.format(totals.refused)} refused by the proxy.`,
    "Cached is a part of Input, Reasoning a part of Output; Total is Input + Output.",
  ];
  if (totals.unpriced > 0) {
    const models = unpriced.map(({ key, sum }) => `${printable(key)} (${whole.format(sum.unpriced)})`);
    lines.push(
      `UNPRICED: ${whole.format(totals.unpriced)} of ${whole.format(totals.requests)} requests have no known price and are not in the cost: ${models.join(", ")}. Add a price: npm run prices -- update`,
    );
  }
  if (totals.estimated > 0) {
    lines.push(
      `ESTIMATED: ${whole.format(totals.estimated)} of ${whole.format(totals.requests)} requests ended before OpenAI reported their usage; their tokens are estimated from the text.`,
    );
  }
  return lines;
}

function costText({ costMicroUsd, unpriced }: UsageSum): string {
  if (costMicroUsd === null) return "unpriced";
  const isBelowHalfCent = costMicroUsd > 0 && costMicroUsd < 5_000;
  const cost = isBelowHalfCent ? "<0.01" : dollars.format(costMicroUsd / 1_000_000);
  return `${cost}${unpriced > 0 ? " +?" : ""}`;
}

/** More of them would break the table: `--breakdown` has a line for each. */
const mostModels = 4;

function modelsText({ models }: UsageSum): string {
  const counts = [...models]
    .toSorted((a, b) => b[1] - a[1])
    .map(([name, requests]) => `${name} (${whole.format(requests)})`);
  const more = counts.length > mostModels ? [`and ${counts.length - mostModels} more`] : [];
  return [...counts.slice(0, mostModels), ...more].join(", ");
}

function headOf(field: string): string {
  const words = field.replace("_id", "").replace("_", " ");
  return words[0]!.toUpperCase() + words.slice(1);
}
