import type { DatabaseSync, StatementSync } from "node:sqlite";
import { setImmediate as restOfTurn } from "node:timers/promises";
import {
  type LedgerEntry,
  counterNames,
  hoursOfDay,
  personPrefix,
  readLedgerLine,
  seriesKey,
} from "../../domain/ledger-entry.ts";
import type { PersonalUsage, UsageLedger, UsageLedgerReader } from "../usage-ledger.ts";

export class SqliteUsageLedger implements UsageLedger, UsageLedgerReader, PersonalUsage {
  readonly #database: DatabaseSync;
  readonly #add: StatementSync;
  #gathered = new Map<string, LedgerEntry>();
  #writing: Promise<void> | undefined;
  readonly #begin: string;

  /** @param waits in a process with streams it must not: SQLite waits for a lock by standing still, and they with it */
  constructor(database: DatabaseSync, { waits = true }: { waits?: boolean } = {}) {
    this.#begin = waits ? "BEGIN IMMEDIATE" : "PRAGMA busy_timeout = 0; BEGIN IMMEDIATE";
    const columns = counterNames.join(", ");
    const sums = counterNames.map((name) => `${name} = ${name} + excluded.${name}`).join(", ");
    this.#database = database;
    this.#add = database.prepare(
      `INSERT INTO usage (day, series, team, ${columns}) VALUES (?, ?, ?${", ?".repeat(counterNames.length)})
       ON CONFLICT (day, series) DO UPDATE SET team = coalesce(excluded.team, team), ${sums}`,
    );
  }

  /** What comes in one turn of the event loop is written together: a transaction costs more than the lines in it. */
  add(entry: LedgerEntry): Promise<void> {
    const line = `${entry.day}#${seriesKey(entry.series)}`;
    const gathered = this.#gathered.get(line);
    this.#gathered.set(line, gathered === undefined ? entry : sumOf(gathered, entry));
    this.#writing ??= restOfTurn().then(() => this.#write());
    return this.#writing;
  }

  async *readDay(day: string, onFault: (fault: string) => void = () => {}): AsyncIterable<LedgerEntry> {
    const rows = this.#select("day = ? ORDER BY series").iterate(day);
    for (const row of rows as Iterable<unknown>) {
      const line = lineOf(day, row as StoredRow);
      if ("fault" in line) onFault(line.fault);
      else yield line;
    }
  }

  async readPerson(userId: string, utcDays: readonly string[]): Promise<LedgerEntry[]> {
    // The last character of a prefix is `#`, and `$` comes right after it.
    const statement = this.#select("day = ? AND series >= ? AND series < ?");
    return utcDays.flatMap((day) =>
      hoursOfDay.flatMap((hour) => {
        const prefix = personPrefix(hour, userId);
        const rows = statement.all(day, prefix, `${prefix.slice(0, -1)}$`) as unknown as StoredRow[];
        return rows.map((row) => lineOf(day, row)).flatMap((line) => ("fault" in line ? [] : [line]));
      }),
    );
  }

  /** A statement of its own: one that is run anew invalidates the rows that somebody else is still reading. */
  #select(condition: string): StatementSync {
    const statement = this.#database.prepare(
      `SELECT series, team, ${counterNames.join(", ")} FROM usage WHERE ${condition}`,
    );
    // Rows as objects take half as long again, and a report reads a hundred thousand.
    statement.setReturnArrays(true);
    return statement;
  }

  #write(): void {
    const entries = this.#gathered;
    this.#gathered = new Map();
    this.#writing = undefined;
    this.#database.exec(this.#begin);
    try {
      for (const { day, series, team, counters } of entries.values()) {
        this.#add.run(day, seriesKey(series), team, ...counterNames.map((name) => counters[name]));
      }
      this.#database.exec("COMMIT");
    } catch (error) {
      if (this.#database.isTransaction) this.#database.exec("ROLLBACK");
      throw error;
    }
  }
}

/** Two entries of one line as the one that adds as much. */
function sumOf(first: LedgerEntry, second: LedgerEntry): LedgerEntry {
  const counters = { ...first.counters };
  for (const name of counterNames) counters[name] += second.counters[name];
  return { ...second, team: second.team ?? first.team, counters };
}

type StoredRow = [series: string, team: string | null, ...counts: number[]];

function lineOf(day: string, [series, team, ...counts]: StoredRow): LedgerEntry | { fault: string } {
  return readLedgerLine({
    day,
    seriesKey: series,
    team,
    counter: (name) => counts[counterNames.indexOf(name)],
  });
}
