import type { DatabaseSync, StatementSync } from "node:sqlite";
import { type LedgerEntry, counterNames, readLedgerLine, seriesKey } from "../../domain/ledger-entry.ts";
import type { UsageLedger, UsageLedgerReader } from "../usage-ledger.ts";

export class SqliteUsageLedger implements UsageLedger, UsageLedgerReader {
  readonly #add: StatementSync;
  readonly #database: DatabaseSync;

  constructor(database: DatabaseSync) {
    const columns = counterNames.join(", ");
    const sums = counterNames.map((name) => `${name} = ${name} + excluded.${name}`).join(", ");
    this.#add = database.prepare(
      `INSERT INTO usage (day, series, team, ${columns}) VALUES (?, ?, ?${", ?".repeat(counterNames.length)})
       ON CONFLICT (day, series) DO UPDATE SET team = coalesce(excluded.team, team), ${sums}`,
    );
    this.#database = database;
  }

  async add({ day, series, team, counters }: LedgerEntry): Promise<void> {
    this.#add.run(day, seriesKey(series), team, ...counterNames.map((name) => counters[name]));
  }

  async *readDay(day: string, onFault: (fault: string) => void = () => {}): AsyncIterable<LedgerEntry> {
    // A statement of its own: one that is run anew invalidates the rows that somebody else is still reading.
    const rows = this.#database.prepare("SELECT * FROM usage WHERE day = ? ORDER BY series").iterate(day);
    for (const row of rows) {
      const line = readLedgerLine({
        day,
        seriesKey: String(row["series"]),
        team: row["team"] === null ? null : String(row["team"]),
        counter: (name) => Number(row[name]),
      });
      if ("fault" in line) onFault(line.fault);
      else yield line;
    }
  }
}
