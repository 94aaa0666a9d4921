import { usageSumJson } from "../../lambda/domain/usage-sum.ts";
import { type ReportRow, type UsageReport, dimensions } from "./usage-report.ts";

/** The report as programs read it: the shape is a promise, docs/usage-and-costs.md lists its fields. */
export function usageReportJson(report: UsageReport, options: { breakdown?: true }): Record<string, unknown> {
  const { query, rows, totals, unpriced } = report;
  return {
    from: query.range.from,
    to: query.range.to,
    source: query.source,
    timezone: query.timeZone,
    by: query.by,
    rows: rows.map((row) => rowJson(dimensions[query.by].field, row, options)),
    totals: usageSumJson(totals),
    unpriced: unpriced.map(({ key, sum }) => ({ model_and_tier: key, requests: sum.unpriced })),
  };
}

function rowJson(
  field: string,
  { key, sum, breakdown }: ReportRow,
  options: { breakdown?: true },
): Record<string, unknown> {
  const row = { [field]: key, ...usageSumJson(sum) };
  if (!options.breakdown) return row;
  return Object.assign(row, {
    breakdown: breakdown.map((part) => rowJson("model", { ...part, breakdown: [] }, {})),
  });
}
