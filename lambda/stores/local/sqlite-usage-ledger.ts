import type { DatabaseSync, StatementSync } from "node:sqlite";
import {
  type Counters,
  type LedgerEntry,
  counterNames,
  parseSeriesKey,
  seriesKey,
} from "../../domain/ledger-entry.ts";
import type { UsageLedger, UsageLedgerReader } from "../usage-ledger.ts";

export class SqliteUsageLedger implements UsageLedger, UsageLedgerReader {
  readonly #add: StatementSync;
  readonly #readDay: StatementSync;

  constructor(database: DatabaseSync) {
    const columns = counterNames.join(", ");
    const sums = counterNames.map((name) => `${name} = ${name} + excluded.${name}`).join(", ");
    this.#add = database.prepare(
      `INSERT INTO usage (day, series, team, ${columns}) VALUES (?, ?, ?${", ?".repeat(counterNames.length)})
       ON CONFLICT (day, series) DO UPDATE SET team = coalesce(excluded.team, team), ${sums}`,
    );
    this.#readDay = database.prepare("SELECT * FROM usage WHERE day = ? ORDER BY series");
  }

  async add({ day, series, team, counters }: LedgerEntry): Promise<void> {
    this.#add.run(day, seriesKey(series), team, ...counterNames.map((name) => counters[name]));
  }

  async *readDay(day: string): AsyncIterable<LedgerEntry> {
    for (const row of this.#readDay.iterate(day)) {
      const series = parseSeriesKey(String(row["series"]));
      if (series === undefined) continue;
      const counters = Object.fromEntries(counterNames.map((name) => [name, Number(row[name])])) as Counters;
      yield { day, series, team: row["team"] === null ? null : String(row["team"]), counters };
    }
  }
}
