import type { DatabaseSync, StatementSync } from "node:sqlite";
import { setTimeout as wait } from "node:timers/promises";
import { type LedgerEntry, counterNames, readLedgerLine, seriesKey } from "../../domain/ledger-entry.ts";
import type { UsageLedger, UsageLedgerReader } from "../usage-ledger.ts";

/** What comes within this time is written together: a transaction costs more than the lines in it. */
const gatherMs = 20;

export class SqliteUsageLedger implements UsageLedger, UsageLedgerReader {
  readonly #database: DatabaseSync;
  readonly #add: StatementSync;
  #gathered: LedgerEntry[] = [];
  #writing: Promise<void> | undefined;

  constructor(database: DatabaseSync) {
    const columns = counterNames.join(", ");
    const sums = counterNames.map((name) => `${name} = ${name} + excluded.${name}`).join(", ");
    this.#database = database;
    this.#add = database.prepare(
      `INSERT INTO usage (day, series, team, ${columns}) VALUES (?, ?, ?${", ?".repeat(counterNames.length)})
       ON CONFLICT (day, series) DO UPDATE SET team = coalesce(excluded.team, team), ${sums}`,
    );
    this.#database = database;
  }

  add(entry: LedgerEntry): Promise<void> {
    this.#gathered.push(entry);
    this.#writing ??= wait(gatherMs).then(() => this.#write());
    return this.#writing;
  }

  async *readDay(day: string, onFault: (fault: string) => void = () => {}): AsyncIterable<LedgerEntry> {
    // A statement of its own: one that is run anew invalidates the rows that somebody else is still reading.
    const statement = this.#database.prepare(
      `SELECT series, team, ${counterNames.join(", ")} FROM usage WHERE day = ? ORDER BY series`,
    );
    // Rows as objects take half as long again, and a report reads a hundred thousand.
    statement.setReturnArrays(true);
    for (const row of statement.iterate(day) as Iterable<unknown>) {
      const [series, team, ...counts] = row as [string, string | null, ...number[]];
      const line = readLedgerLine({
        day,
        seriesKey: series,
        team,
        counter: (name) => counts[counterNames.indexOf(name)],
      });
      if ("fault" in line) onFault(line.fault);
      else yield line;
    }
  }

  #write(): void {
    const entries = this.#gathered;
    this.#gathered = [];
    this.#writing = undefined;
    this.#database.exec("BEGIN IMMEDIATE");
    try {
      for (const { day, series, team, counters } of entries) {
        this.#add.run(day, seriesKey(series), team, ...counterNames.map((name) => counters[name]));
      }
      this.#database.exec("COMMIT");
    } catch (error) {
      if (this.#database.isTransaction) this.#database.exec("ROLLBACK");
      throw error;
    }
  }
}
