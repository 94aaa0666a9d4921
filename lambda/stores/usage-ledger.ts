import type { LedgerEntry } from "../domain/ledger-entry.ts";

/** Counters per day and series, for reports that never read the archive. Derived: the archive can rebuild it. */
export interface UsageLedger {
  /** Adds to the counters of the entry's day and series, atomically; makes the line where there is none. */
  add(entry: LedgerEntry): Promise<void>;
}

export interface UsageLedgerReader {
  /** Every line of a day (`YYYY-MM-DD`, UTC), read page by page. */
  readDay(day: string): AsyncIterable<LedgerEntry>;
}
