import type { LedgerEntry } from "../../lambda/domain/ledger-entry.ts";
import type { UsageLedgerReader } from "../../lambda/stores/usage-ledger.ts";

/** Days are partitions, and partitions answer independently of each other. */
const daysAtOnce = 8;

/** Reads the ledger's lines of many days, in no particular order, holding none of them. */
export async function readLedgerDays(
  reader: UsageLedgerReader,
  utcDays: readonly string[],
  take: { line: (line: LedgerEntry) => void; fault: (fault: string) => void },
): Promise<void> {
  const remaining = utcDays.values();
  // One iterator for all workers: each takes the next day that nobody has.
  const worker = async (): Promise<void> => {
    for (const day of remaining) {
      for await (const line of reader.readDay(day, take.fault)) take.line(line);
    }
  };
  await Promise.all(Array.from({ length: daysAtOnce }, worker));
}
