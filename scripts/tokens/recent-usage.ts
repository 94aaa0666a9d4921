import type { LedgerEntry } from "../../lambda/domain/ledger-entry.ts";
import { utcDay } from "../../lambda/domain/exchange-record.ts";
import { type PersonalReport, personalReport } from "../../lambda/domain/personal-report.ts";
import type { PersonalUsage } from "../../lambda/stores/usage-ledger.ts";
import { addDays, daysOf } from "../report/date-range.ts";

/** A month, whichever it is, lies within. */
const daysBack = 31;

export interface RecentUsage {
  /** By token id: the hour (`2026-11-22T10:00Z`) in which it was last used. */
  lastUsed: Map<string, string>;
  /** From the first of this month until today. */
  month: PersonalReport;
}

export async function recentUsage(
  usage: PersonalUsage,
  userId: string,
  { isWanted, nowMs }: { isWanted: (tokenId: string) => boolean; nowMs: number },
): Promise<RecentUsage> {
  const today = utcDay(nowMs);
  const read = await usage.readPerson(userId, daysOf({ from: addDays(today, 1 - daysBack), to: today }));
  const lines = read.filter(({ series }) => isWanted(series.tokenId));
  const month = { from: `${today.slice(0, 8)}01`, to: today };
  return {
    lastUsed: lastUses(lines),
    month: personalReport(
      userId,
      month,
      lines.filter(({ day }) => day >= month.from),
    ),
  };
}

function lastUses(lines: readonly LedgerEntry[]): Map<string, string> {
  const last = new Map<string, string>();
  for (const { day, series } of lines) {
    const hour = `${day}T${series.hour}:00Z`;
    if (hour > (last.get(series.tokenId) ?? "")) last.set(series.tokenId, hour);
  }
  return last;
}
