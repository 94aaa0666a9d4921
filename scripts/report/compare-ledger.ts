import { setTimeout } from "node:timers/promises";
import type { LedgerEntry } from "../../lambda/domain/ledger-entry.ts";
import { type LedgerDifference, ledgerDifferences } from "./ledger-differences.ts";
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

/** Compares, and where requests were coming in meanwhile, waits until they have settled and compares their days again. */
export async function compareLedger(
  stores: ReportStores,
  utcDays: readonly string[],
  options: ComparisonOptions,
): Promise<Comparison> {
  const first = await compareOnce(stores, utcDays, options);
  const moving = new Set(first.differences.filter(({ isMoving }) => isMoving).map(({ line }) => line.day));
  if (moving.size === 0) return first;
  await setTimeout(stores.settledAfterMs);
  const second = await compareOnce(stores, [...moving], options);
  const quiet = first.differences.filter(({ line }) => !moving.has(line.day));
  return { ...first, differences: quiet.concat(second.differences) };
}

/** Reads the ledger, the archive, and the ledger again. */
async function compareOnce(
  stores: ReportStores,
  utcDays: readonly string[],
  { now, progress }: ComparisonOptions,
): Promise<Comparison> {
  const settledBeforeMs = now() - stores.settledAfterMs;
  const archive = new LedgerLines();
  const comparison: Comparison = { differences: [], exchanges: 0, inFlight: 0, faults: [], foreign: [] };
  const before = await readLedger(stores, utcDays, () => {});
  await readArchiveDays(stores.archive, utcDays, {
    exchange: (exchange) => {
      comparison.exchanges++;
      archive.add(exchange);
    },
    foreign: (path, why) => void comparison.foreign.push(`${path}: ${why}`),
    ...(progress && { progress }),
  });
  const after = await readLedger(stores, utcDays, (fault) => void comparison.faults.push(fault));
  comparison.differences = ledgerDifferences({ before, archive: archive.lines, after }, settledBeforeMs);
  comparison.inFlight = archive.inFlight;
  return comparison;
}

async function readLedger(
  { ledgerReader }: ReportStores,
  utcDays: readonly string[],
  fault: (fault: string) => void,
): Promise<Map<string, LedgerEntry>> {
  const lines = new Map<string, LedgerEntry>();
  await readLedgerDays(ledgerReader, utcDays, { line: (line) => void lines.set(lineKey(line), line), fault });
  return lines;
}
