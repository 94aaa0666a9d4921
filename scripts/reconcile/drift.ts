import type { UsageGroups } from "../report/usage-groups.ts";
import { type OpenAiCost, chargedModel } from "./openai-cost.ts";

/** One model on one UTC day in both books. */
export interface Drift {
  day: string;
  model: string;
  oursUsd: number;
  openAiUsd: number;
  /** Ours less theirs. */
  driftUsd: number;
  /** Of theirs; null where they have nothing. */
  driftPercent: number | null;
  /** Of ours: what no price is known of is missing from our side. */
  unpricedRequests: number;
}

/** @param ours by day and model: `2026-10-15\0gpt-5.5-2026-04-24` */
export function drifts(ours: UsageGroups, theirs: readonly OpenAiCost[]): Drift[] {
  const cells = new Map<string, { oursUsd: number; openAiUsd: number; unpricedRequests: number }>();
  const cellOf = (day: string, model: string) => {
    const key = `${day}\0${chargedModel(model)}`;
    const cell = cells.get(key) ?? { oursUsd: 0, openAiUsd: 0, unpricedRequests: 0 };
    cells.set(key, cell);
    return cell;
  };
  for (const [key, sum] of ours.groups) {
    const [day = "", model = ""] = key.split("\0");
    // What used nothing, such as a refused request, is in nobody's books.
    if (sum.totalTokens === 0) continue;
    const cell = cellOf(day, model);
    cell.oursUsd += (sum.costMicroUsd ?? 0) / 1_000_000;
    cell.unpricedRequests += sum.unpriced;
  }
  for (const { day, lineItem, usd } of theirs) cellOf(day, lineItem).openAiUsd += usd;
  return [...cells]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, cell]) => {
      const [day = "", model = ""] = key.split("\0");
      return Object.assign({ day, model }, cell, driftOf(cell.oursUsd, cell.openAiUsd));
    });
}

export function totalDrift(all: readonly Drift[]): Omit<Drift, "day" | "model"> {
  const oursUsd = all.reduce((sum, drift) => sum + drift.oursUsd, 0);
  const openAiUsd = all.reduce((sum, drift) => sum + drift.openAiUsd, 0);
  const unpricedRequests = all.reduce((sum, drift) => sum + drift.unpricedRequests, 0);
  return { oursUsd, openAiUsd, unpricedRequests, ...driftOf(oursUsd, openAiUsd) };
}

function driftOf(oursUsd: number, openAiUsd: number): Pick<Drift, "driftUsd" | "driftPercent"> {
  const driftUsd = oursUsd - openAiUsd;
  return { driftUsd, driftPercent: openAiUsd === 0 ? null : (100 * driftUsd) / openAiUsd };
}
