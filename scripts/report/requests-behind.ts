import { ledgerEntryOf } from "../../lambda/domain/ledger-entry.ts";
import type { ArchiveReader } from "../../lambda/stores/archive-reader.ts";
import { type LedgerDifference, isSame } from "./ledger-differences.ts";
import { lineKey } from "./ledger-lines.ts";
import { readArchiveDays } from "./read-archive-days.ts";

/** The exchanges behind a difference. */
export interface RequestsBehind {
  /** Alone they make up exactly what the ledger lacks: these are the ones it lost. */
  lost: string[];
  /** All that the archive has for the line. */
  all: string[];
}

/** Goes through the archive once more for the ids behind the differences, so that the first pass need not keep any. */
export async function requestsBehind(
  archive: ArchiveReader,
  differences: readonly LedgerDifference[],
): Promise<Map<string, RequestsBehind>> {
  const behind = new Map(differences.map(({ key }) => [key, { lost: [], all: [] } as RequestsBehind]));
  const lacking = new Map(differences.map((difference) => [difference.key, difference.lacking]));
  const days = [...new Set(differences.map(({ line }) => line.day))];
  const folders = new Set(differences.map(({ line }) => `token=${line.series.tokenId}`));
  await readArchiveDays(archive, days, {
    wants: (path) => folders.has(path.split("/").at(-2) ?? ""),
    exchange: ({ summary, client }) => {
      if (summary.outcome === "in_flight") return;
      const entry = ledgerEntryOf(summary, client);
      const requests = behind.get(lineKey(entry));
      if (requests === undefined) return;
      requests.all.push(summary.id);
      if (isSame(entry.counters, lacking.get(lineKey(entry))!)) requests.lost.push(summary.id);
    },
    foreign: () => {},
  });
  for (const { key, line, lacking } of differences) {
    const requests = behind.get(key)!;
    requests.all.sort();
    // Where the ledger has nothing of the line, every one of them was lost.
    if (isSame(line.counters, lacking)) requests.lost = requests.all;
  }
  return behind;
}
