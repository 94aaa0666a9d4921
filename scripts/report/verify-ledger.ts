import { compareLedger } from "./compare-ledger.ts";
import type { ReportStores } from "./report-stores.ts";
import { requestsBehind } from "./requests-behind.ts";
import { stderrProgress } from "./stderr-progress.ts";
import { verificationJson, verificationText } from "./verification-text.ts";

/**
 * Prints every difference between the ledger and the archive.
 * @returns why the ledger is not right, where it is not; what is still being recorded is no reason
 */
export async function verifyLedger(
  stores: ReportStores,
  utcDays: readonly string[],
  { isJson, now }: { isJson: boolean; now: () => number },
): Promise<string | undefined> {
  const { progress, done } = stderrProgress("objects read");
  const comparison = await compareLedger(stores, utcDays, { now, ...(progress && { progress }) });
  const behind = await requestsBehind(stores.archive, comparison.differences);
  done();
  const text = isJson
    ? JSON.stringify(verificationJson(comparison, behind), null, 2)
    : verificationText(comparison, behind);
  console.log(text);
  return comparison.differences.every(({ isMoving }) => isMoving)
    ? undefined
    : "the ledger differs from the archive: `npm run ledger -- rebuild FROM TO` mends it.";
}
