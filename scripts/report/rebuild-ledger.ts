import type { ReportStoreOptions } from "../cli/report-options.ts";
import { JobError } from "../cli/run-command.ts";
import { compareLedger } from "./compare-ledger.ts";
import { dateRange, daysOf } from "./date-range.ts";
import { openReportStores } from "./report-stores.ts";
import { stderrProgress } from "./stderr-progress.ts";
import { conditions } from "./verification-text.ts";

/** Enough to hide the way to DynamoDB and back, and for one transaction of the embedded store. */
const linesAtOnce = 100;

/**
 * Adds to each line of the ledger what it lacks, and takes from it what it has too much: additions, never
 * replacements, so that what is being counted meanwhile is not lost.
 */
export async function rebuildLedger(
  asked: ReportStoreOptions & { from: string; to: string | undefined },
  { now, env }: { now: () => number; env: NodeJS.ProcessEnv },
): Promise<void> {
  const range = dateRange(asked.from, asked.to, new Date(now()).toISOString().slice(0, 10));
  const stores = await openReportStores(asked, env);
  const { progress, done } = stderrProgress("objects read");
  const comparison = await compareLedger(stores, daysOf(range), { now, ...(progress && { progress }) });
  done();
  for (const line of conditions(comparison)) console.error(line);
  const settled = comparison.differences.filter(({ isMoving }) => !isMoving);
  for (let start = 0; start < settled.length; start += linesAtOnce) {
    await Promise.all(
      settled
        .slice(start, start + linesAtOnce)
        .map(({ line: { day, series, team }, lacking }) =>
          stores.ledger.add({ day, series, team, counters: lacking }),
        ),
    );
  }
  console.error(
    `${settled.length} lines of the ledger mended from ${comparison.exchanges} exchanges of the archive.`,
  );
  const moving = comparison.differences.length - settled.length;
  if (moving > 0) {
    throw new JobError(`${moving} lines are still being recorded: run this again in a minute.`);
  }
}
