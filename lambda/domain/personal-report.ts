import type { LedgerEntry } from "./ledger-entry.ts";
import { priceLine } from "./line-cost.ts";
import { ratesOf } from "./prices.ts";
import { UsageSum, usageSumJson } from "./usage-sum.ts";

/** Days, both inclusive: `YYYY-MM-DD`, UTC. */
export interface UtcDays {
  from: string;
  to: string;
}

/** What one person used, as `GET /v1/usage/me` and `tokens show --json` have it. */
export type PersonalReport = UtcDays & { user_id: string } & ReturnType<typeof usageSumJson>;

export function personalReport(
  userId: string,
  { from, to }: UtcDays,
  lines: readonly LedgerEntry[],
): PersonalReport {
  const sum = new UsageSum();
  for (const line of lines) sum.add(priceLine(line, ratesOfLine));
  return { user_id: userId, from, to, ...usageSumJson(sum) };
}

function ratesOfLine({ day, series: { model, serviceTier, context } }: LedgerEntry) {
  return model === "" ? null : ratesOf({ day, model, serviceTier, context });
}
