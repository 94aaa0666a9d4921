import { type Counters, type LedgerEntry, counterNames } from "../../lambda/domain/ledger-entry.ts";

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

/** Compares the ledger with the archive, line by line; both by `lineKey`. */
export function ledgerDifferences(
  ledger: Map<string, LedgerEntry>,
  archive: Map<string, LedgerEntry>,
): LedgerDifference[] {
  const keys = new Set([...archive.keys(), ...ledger.keys()]);
  const differences = [...keys].flatMap((key): LedgerDifference[] => {
    const archived = archive.get(key);
    const counted = ledger.get(key);
    const lacking = subtract(archived?.counters ?? noCounters, counted?.counters ?? noCounters);
    if (isSame(lacking, noCounters)) return [];
    return [{ key, line: archived ?? { ...counted!, counters: noCounters }, lacking, isMoving: false }];
  });
  return differences.toSorted((a, b) => (a.key < b.key ? -1 : 1));
}

/**
 * An exchange is written to the archive and counted by the ledger at about the same time, so that a look in between
 * sees a difference that is none. One that is the same on a second look, after both writes must have ended, is one.
 */
export function markMoving(
  second: readonly LedgerDifference[],
  first: readonly LedgerDifference[],
): LedgerDifference[] {
  const before = new Map(first.map(({ key, lacking }) => [key, lacking]));
  return second.map(({ key, line, lacking }) => {
    const isMoving = !isSame(lacking, before.get(key) ?? noCounters);
    return { key, line, lacking, isMoving };
  });
}

export function isSame(a: Counters, b: Counters): boolean {
  return counterNames.every((name) => a[name] === b[name]);
}

const noCounters = Object.fromEntries(counterNames.map((name) => [name, 0])) as Counters;

function subtract(a: Counters, b: Counters): Counters {
  return Object.fromEntries(counterNames.map((name) => [name, a[name] - b[name]])) as Counters;
}
