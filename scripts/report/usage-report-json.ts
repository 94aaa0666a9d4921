import { type ReportRow, type UsageReport, dimensions } from "./usage-report.ts";
import type { UsageSum } from "./usage-sum.ts";

/** The report as programs read it: the shape is a promise, docs/usage-and-costs.md lists its fields. */
export function usageReportJson(
  report: UsageReport,
  options: { breakdown: boolean },
): Record<string, unknown> {
  const { query, rows, totals, unpriced } = report;
  return {
    from: query.range.from,
    to: query.range.to,
    source: query.source,
    timezone: query.timeZone,
    by: query.by,
    rows: rows.map((row) => rowJson(dimensions[query.by].field, row, options)),
    totals: sumJson(totals),
    unpriced: unpriced.map(({ key, sum }) => ({ model_and_tier: key, requests: sum.unpriced })),
  };
}

function rowJson(
  field: string,
  { key, sum, breakdown }: ReportRow,
  options: { breakdown: boolean },
): Record<string, unknown> {
  const row = { [field]: key, ...sumJson(sum) };
  if (!options.breakdown) return row;
  return Object.assign(row, {
    breakdown: breakdown.map((part) => rowJson("model", { ...part, breakdown: [] }, { breakdown: false })),
  });
}

export function sumJson(sum: UsageSum): Record<string, unknown> {
  return {
    requests: sum.requests,
    failed: sum.failed,
    refused: sum.refused,
    input_tokens: sum.inputTokens,
    cached_input_tokens: sum.cachedInputTokens,
    cache_write_tokens: sum.cacheWriteTokens,
    output_tokens: sum.outputTokens,
    reasoning_tokens: sum.reasoningTokens,
    total_tokens: sum.totalTokens,
    cost_usd: costUsd(sum),
    unpriced_requests: sum.unpriced,
    estimated_requests: sum.estimated,
    models: Object.fromEntries([...sum.models].toSorted((a, b) => b[1] - a[1])),
  };
}

function costUsd({ costMicroUsd }: UsageSum): number | null {
  return costMicroUsd === null ? null : costMicroUsd / 1_000_000;
}
