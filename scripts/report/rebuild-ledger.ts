import { RefusedJob } from "../cli/report-command.ts";
import { withAwsProblemsExplained } from "./aws-problem.ts";
import { compareLedger } from "./compare-ledger.ts";
import { dateRange, daysOf } from "./date-range.ts";
import { type StoreOptions, openReportStores, usageTableName } from "./report-stores.ts";
import { stderrProgress } from "./stderr-progress.ts";
import { conditions } from "./verification-text.ts";

/**
 * Adds to each line of the ledger what it lacks, and takes from it what it has too much: additions, never
 * replacements, so that what is being counted meanwhile is not lost.
 */
export async function rebuildLedger(
  asked: StoreOptions & { from: string; to: string | undefined },
  { now, env }: { now: () => number; env: NodeJS.ProcessEnv },
): Promise<void> {
  const range = dateRange(asked.from, asked.to, new Date(now()).toISOString().slice(0, 10));
  const stores = await openReportStores(asked, env);
  const { progress, done } = stderrProgress("objects read");
  const comparison = await withAwsProblemsExplained(usageTableName(asked, env), () =>
    compareLedger(stores, daysOf(range), { now, ...(progress && { progress }) }),
  );
  done();
  for (const line of conditions(comparison)) console.error(line);
  const settled = comparison.differences.filter(({ isMoving }) => !isMoving);
  for (const { line, lacking } of settled) {
    await stores.ledger.add({ day: line.day, series: line.series, team: line.team, counters: lacking });
  }
  console.error(
    `${settled.length} lines of the ledger mended from ${comparison.exchanges} exchanges of the archive.`,
  );
  const moving = comparison.differences.length - settled.length;
  if (moving > 0) {
    throw new RefusedJob(`${moving} lines are still being recorded: run this again in a minute.`);
  }
}
