import { join } from "node:path";
import { logSurprise, logToStdout } from "../../lambda/compose-proxy.ts";
import { recoverExchanges } from "../../lambda/steps/recover-exchanges.ts";
import type { Archive } from "../../lambda/stores/archive.ts";
import type { ExchangeJournal } from "../../lambda/stores/exchange-journal.ts";
import { FolderJournal } from "../../lambda/stores/local/folder-journal.ts";

/** The journal of this process; those that killed ones left are seen to meanwhile. */
export function openJournal(
  dataDir: string,
  { archive, functionName }: { archive: Archive; functionName: string },
): ExchangeJournal | undefined {
  try {
    const { journal, left } = FolderJournal.open(join(dataDir, "journal"));
    void recoverExchanges(left, { archive, functionName, log: logToStdout, now: Date.now });
    return journal;
  } catch (error) {
    // With the stores on AWS the proxy works without a folder as well.
    logSurprise(error);
    return undefined;
  }
}
