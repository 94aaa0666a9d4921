import { type Counters, type LedgerEntry, counterNames } from "../../lambda/domain/ledger-entry.ts";
import type { ArchivedLine } from "./ledger-lines.ts";

/** A line on which the ledger and the archive disagree. */
export interface LedgerDifference {
  key: string;
  /** The line as the archive has it; its counters are noughts where the archive has none. */
  line: LedgerEntry;
  /** What the ledger lacks: negative where it has more than the archive. */
  lacking: Counters;
  /** Exchanges of it are being recorded right now: the difference may be gone in a moment. */
  isMoving: boolean;
}

/**
 * Compares two readings of the ledger with the archive that was read in between. A line that changed from one reading
 * to the other, or whose last exchange ended after `settledBeforeMs`, is moving.
 */
export function ledgerDifferences(
  readings: {
    before: Map<string, LedgerEntry>;
    archive: Map<string, ArchivedLine>;
    after: Map<string, LedgerEntry>;
  },
  settledBeforeMs: number,
): LedgerDifference[] {
  const { before, archive, after } = readings;
  const keys = new Set([...archive.keys(), ...after.keys()]);
  const differences = [...keys].flatMap((key): LedgerDifference[] => {
    const archived = archive.get(key);
    const ledger = after.get(key);
    const lacking = subtract(archived?.counters ?? noCounters, ledger?.counters ?? noCounters);
    if (counterNames.every((name) => lacking[name] === 0)) return [];
    const changed = subtract(ledger?.counters ?? noCounters, before.get(key)?.counters ?? noCounters);
    const isMoving =
      counterNames.some((name) => changed[name] !== 0) ||
      (archived !== undefined && archived.endedAtMs > settledBeforeMs);
    const line = archived ?? { ...ledger!, counters: noCounters };
    return [{ key, line, lacking, isMoving }];
  });
  return differences.toSorted((a, b) => (a.key < b.key ? -1 : 1));
}

const noCounters = Object.fromEntries(counterNames.map((name) => [name, 0])) as Counters;

function subtract(a: Counters, b: Counters): Counters {
  return Object.fromEntries(counterNames.map((name) => [name, a[name] - b[name]])) as Counters;
}
