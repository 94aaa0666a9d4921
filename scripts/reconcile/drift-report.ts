import type { DateRange } from "../report/date-range.ts";
import { textTable } from "../cli/text-table.ts";
import { type Drift, totalDrift } from "./drift.ts";

export function driftText(all: readonly Drift[], { from, to }: DateRange): string {
  if (all.length === 0) return `Neither we nor OpenAI have any cost from ${from} to ${to}.`;
  const totals = totalDrift(all);
  const table = textTable(
    [
      "Day",
      "Model",
      { right: "Ours (USD)" },
      { right: "OpenAI (USD)" },
      { right: "Drift (USD)" },
      { right: "Drift" },
    ],
    all.map((drift) => [drift.day, drift.model, ...figures(drift)]),
    ["Total", "", ...figures(totals)],
  );
  const unpriced =
    totals.unpricedRequests > 0
      ? `\n${totals.unpricedRequests} of our requests have no known price, and are missing from our side: npm run prices -- update`
      : "";
  return `${table}\n\nDrift is ours less OpenAI's. What bypasses the proxy, tool calls and credits are in OpenAI's books alone.${unpriced}`;
}

export function driftJson(all: readonly Drift[], { from, to }: DateRange) {
  const { driftPercent, ...rest } = totalDrift(all);
  return { from, to, rows: all.map(rowJson), totals: rowJson({ ...rest, driftPercent }) };
}

function rowJson(drift: Partial<Pick<Drift, "day" | "model">> & Omit<Drift, "day" | "model">) {
  return {
    day: drift.day,
    model: drift.model,
    ours_usd: microRounded(drift.oursUsd),
    openai_usd: microRounded(drift.openAiUsd),
    drift_usd: microRounded(drift.driftUsd),
    drift_percent: drift.driftPercent === null ? null : Number(drift.driftPercent.toFixed(2)),
    unpriced_requests: drift.unpricedRequests,
  };
}

function figures({
  oursUsd,
  openAiUsd,
  driftUsd,
  driftPercent,
  unpricedRequests,
}: Omit<Drift, "day" | "model">): string[] {
  const percent = driftPercent === null ? "–" : `${signed(driftPercent, 1)} %`;
  return [
    `${oursUsd.toFixed(2)}${unpricedRequests > 0 ? " +?" : ""}`,
    openAiUsd.toFixed(2),
    signed(driftUsd, 2),
    percent,
  ];
}

function signed(value: number, digits: number): string {
  const text = Math.abs(value).toFixed(digits);
  if (Number(text) === 0) return text;
  return `${value < 0 ? "−" : "+"}${text}`;
}

function microRounded(usd: number): number {
  return Math.round(usd * 1_000_000) / 1_000_000;
}
