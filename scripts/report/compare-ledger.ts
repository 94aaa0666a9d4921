import { setTimeout } from "node:timers/promises";
import { utcDay } from "../../lambda/domain/exchange-record.ts";
import type { LedgerEntry } from "../../lambda/domain/ledger-entry.ts";
import { addDays } from "./date-range.ts";
import { type LedgerDifference, ledgerDifferences, markMoving } from "./ledger-differences.ts";
import { LedgerLines, lineKey } from "./ledger-lines.ts";
import { readArchiveDays } from "./read-archive-days.ts";
import { readLedgerDays } from "./read-ledger-days.ts";
import type { ReportStores } from "./report-stores.ts";

export interface Comparison {
  differences: LedgerDifference[];
  exchanges: number;
  inFlight: number;
  faults: string[];
  foreign: string[];
}

export interface ComparisonOptions {
  now: () => number;
  progress?: (objects: number) => void;
}

/** Compares the ledger with the archive; days on which requests may be coming in right now are looked at twice. */
export async function compareLedger(
  stores: ReportStores,
  utcDays: readonly string[],
  { now, progress }: ComparisonOptions,
): Promise<Comparison> {
  const first = await compareOnce(stores, utcDays, progress);
  // An exchange belongs to the day on which it began, and may end on the next.
  const yesterday = addDays(utcDay(now()), -1);
  const isLive = ({ line }: LedgerDifference): boolean => line.day >= yesterday;
  const live = first.differences.filter(isLive);
  if (live.length === 0) return first;
  await setTimeout(stores.settledAfterMs);
  const second = await compareOnce(stores, [...new Set(live.map(({ line }) => line.day))], progress);
  const quiet = first.differences.filter((difference) => !isLive(difference));
  return { ...first, differences: quiet.concat(markMoving(second.differences, live)) };
}

async function compareOnce(
  stores: ReportStores,
  utcDays: readonly string[],
  progress?: (objects: number) => void,
): Promise<Comparison> {
  const archive = new LedgerLines();
  const ledger = new Map<string, LedgerEntry>();
  const comparison: Comparison = { differences: [], exchanges: 0, inFlight: 0, faults: [], foreign: [] };
  await readArchiveDays(stores.archive, utcDays, {
    exchange: (exchange) => {
      comparison.exchanges++;
      archive.add(exchange);
    },
    foreign: (path, why) => void comparison.foreign.push(`${path}: ${why}`),
    ...(progress && { progress }),
  });
  await readLedgerDays(stores.ledgerReader, utcDays, {
    line: (line) => void ledger.set(lineKey(line), line),
    fault: (fault) => void comparison.faults.push(fault),
  });
  comparison.differences = ledgerDifferences(ledger, archive.lines);
  comparison.inFlight = archive.inFlight;
  return comparison;
}
