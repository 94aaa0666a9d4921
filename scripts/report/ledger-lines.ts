import {
  type Counters,
  type LedgerEntry,
  counterNames,
  ledgerEntryOf,
  seriesKey,
} from "../../lambda/domain/ledger-entry.ts";
import type { ArchivedExchange } from "./read-archive-days.ts";

/** The ledger that the archive amounts to, by the key of each line: memory grows with the lines, not the exchanges. */
export class LedgerLines {
  readonly lines = new Map<string, LedgerEntry>();
  /** Exchanges that had begun and not ended when they were last written: the ledger counts what has ended. */
  inFlight = 0;

  add({ summary, client }: ArchivedExchange): void {
    if (summary.outcome === "in_flight") {
      this.inFlight++;
      return;
    }
    const entry = ledgerEntryOf(summary, client);
    const key = lineKey(entry);
    const line = this.lines.get(key);
    if (line === undefined) {
      this.lines.set(key, entry);
      return;
    }
    addCounters(line.counters, entry.counters);
    line.team = entry.team ?? line.team;
  }
}

/** Names a line among all days. */
export function lineKey({ day, series }: Pick<LedgerEntry, "day" | "series">): string {
  return `${day} ${seriesKey(series)}`;
}

function addCounters(to: Counters, from: Counters): void {
  for (const name of counterNames) to[name] += from[name];
}
