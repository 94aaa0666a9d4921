import type { LedgerEntry } from "../domain/ledger-entry.ts";

/** Counters per day and series, for reports that never read the archive. Derived: the archive can rebuild it. */
export interface UsageLedger {
  /** Adds to the counters of the entry's day and series, atomically; makes the line where there is none. */
  add(entry: LedgerEntry): Promise<void>;
}

export interface UsageLedgerReader {
  /**
   * Every line of a day (`YYYY-MM-DD`, UTC), read page by page.
   * @param onFault told of each line that can't be read, which is left out
   */
  readDay(day: string, onFault?: (fault: string) => void): AsyncIterable<LedgerEntry>;
}

/** A look into the ledger that costs what one person used, however many others there are. */
export interface PersonalUsage {
  /** One person's lines of some days (`YYYY-MM-DD`, UTC), in no particular order; nobody else's. */
  readPerson(userId: string, utcDays: readonly string[]): Promise<LedgerEntry[]>;
}
