import type { LedgerEntry } from "../../lambda/domain/ledger-entry.ts";
import { LedgerLines } from "./ledger-lines.ts";
import { readArchiveDays } from "./read-archive-days.ts";
import { readLedgerDays } from "./read-ledger-days.ts";
import type { ReportStores } from "./report-stores.ts";
import { stderrProgress } from "./stderr-progress.ts";
import { conditions } from "./verification-text.ts";

/** Hands over every line of some days, from the ledger or as the archive has it; names on stderr what it left out. */
export async function readUsage(
  stores: ReportStores,
  source: "ledger" | "archive",
  utcDays: readonly string[],
  takeLine: (line: LedgerEntry) => void,
): Promise<void> {
  const read = source === "ledger" ? readLedger : readArchive;
  for (const line of conditions(await read(stores, utcDays, takeLine))) console.error(line);
}

async function readLedger(
  { ledgerReader }: ReportStores,
  utcDays: readonly string[],
  takeLine: (line: LedgerEntry) => void,
) {
  const faults: string[] = [];
  await readLedgerDays(ledgerReader, utcDays, {
    line: takeLine,
    fault: (fault) => void faults.push(fault),
  });
  return { faults, foreign: [], inFlight: 0 };
}

async function readArchive(
  { archive }: ReportStores,
  utcDays: readonly string[],
  takeLine: (line: LedgerEntry) => void,
) {
  const archived = new LedgerLines();
  const foreign: string[] = [];
  const { progress, done } = stderrProgress("objects read");
  await readArchiveDays(archive, utcDays, {
    exchange: (exchange) => archived.add(exchange),
    foreign: (path, why) => void foreign.push(`${path}: ${why}`),
    ...(progress && { progress }),
  });
  done();
  for (const line of archived.lines.values()) takeLine(line);
  return { faults: [], foreign, inFlight: archived.inFlight };
}
