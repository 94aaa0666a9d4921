import { writeFile } from "node:fs/promises";
import type { LedgerEntry } from "../../lambda/domain/ledger-entry.ts";
import { currentPrices } from "../../lambda/domain/price-book.ts";
import { withAwsProblemsExplained } from "./aws-problem.ts";
import { compareLedger } from "./compare-ledger.ts";
import { type DateRange, dateRange, periodBefore } from "./date-range.ts";
import { LedgerLines } from "./ledger-lines.ts";
import { priceLines } from "./price-lines.ts";
import { readArchiveDays } from "./read-archive-days.ts";
import { readLedgerDays } from "./read-ledger-days.ts";
import { ReportCalendar } from "./report-calendar.ts";
import { type ReportStores, type StoreOptions, openReportStores, usageTableName } from "./report-stores.ts";
import { requestsBehind } from "./requests-behind.ts";
import { stderrProgress } from "./stderr-progress.ts";
import { type Dimension, type Sorting, type UsageReport, UsageReportBuilder } from "./usage-report.ts";
import { type PeriodComparison, UsageOverview } from "./usage-overview.ts";
import { usageReportText } from "./usage-report-text.ts";
import type { PricedLine } from "./usage-sum.ts";
import { conditions, verificationJson, verificationText } from "./verification-text.ts";

export interface UsageReportOptions extends StoreOptions {
  by: Dimension;
  user: string[];
  team: string[];
  breakdown: boolean;
  sort: Sorting;
  compact: boolean;
  timezone: string;
  json: boolean;
  csv?: string;
  html?: string;
  digest: boolean;
  fromArchive: boolean;
  verify: boolean;
}

type Asked = UsageReportOptions & { from: string | undefined; to: string | undefined };

/** @returns why the job is to be called failed, where it is */
export async function runUsageReport(
  asked: Asked,
  { now, env }: { now: () => number; env: NodeJS.ProcessEnv },
): Promise<string | undefined> {
  const calendar = new ReportCalendar(asked.timezone);
  const range = dateRange(asked.from, asked.to, calendar.today(new Date(now())));
  if (!calendar.isWholeHours(range.from)) {
    console.error(`${asked.timezone} is not whole hours from UTC: days are cut at the hour before.`);
  }
  const stores = await openReportStores(asked, env);
  const query = {
    range,
    timeZone: asked.timezone,
    source: asked.fromArchive ? ("archive" as const) : ("ledger" as const),
    by: asked.by,
    users: asked.user,
    teams: asked.team,
    sort: asked.sort,
  };
  return withAwsProblemsExplained(usageTableName(asked, env), async () => {
    if (asked.verify) return verify(stores, calendar.utcDays(range), asked, now);
    const price = priceLines(calendar, currentPrices);
    const read = asked.fromArchive ? readArchive : readLedger;
    const readInto = (sums: { add: (line: PricedLine) => void }[], of: DateRange): Promise<void> =>
      read(stores, calendar.utcDays(of), (line) => {
        const priced = price(line);
        for (const sum of sums) sum.add(priced);
      });

    const builder = new UsageReportBuilder(query);
    if (asked.html === undefined && !asked.digest) {
      await readInto([builder], range);
      await print(builder.report(), asked);
      return undefined;
    }
    const rangeBefore = periodBefore(range);
    const current = new UsageOverview(query);
    const before = new UsageOverview({ ...query, range: rangeBefore });
    await readInto([builder, current], range);
    await readInto([before], rangeBefore);
    await present({ query, now: current, before, rangeBefore, report: builder.report() }, asked);
    return undefined;
  });
}

async function present(comparison: PeriodComparison, asked: Asked): Promise<void> {
  if (asked.html !== undefined) {
    const { htmlReport } = await import("./html/html-report.ts");
    await writeFile(asked.html, htmlReport(comparison));
    console.error(`wrote ${asked.html}`);
  }
  if (asked.digest) {
    const { usageDigest } = await import("./usage-digest.ts");
    console.log(usageDigest(comparison));
  } else await print(comparison.report, asked);
}

type TakeLine = (line: LedgerEntry) => void;

async function readLedger(stores: ReportStores, utcDays: string[], takeLine: TakeLine): Promise<void> {
  const faults: string[] = [];
  await readLedgerDays(stores.ledgerReader, utcDays, {
    line: takeLine,
    fault: (fault) => void faults.push(fault),
  });
  for (const line of conditions({ faults, foreign: [], inFlight: 0 })) console.error(line);
}

async function readArchive(stores: ReportStores, utcDays: string[], takeLine: TakeLine): Promise<void> {
  const archived = new LedgerLines();
  const foreign: string[] = [];
  const { progress, done } = stderrProgress("objects read");
  await readArchiveDays(stores.archive, utcDays, {
    exchange: (exchange) => archived.add(exchange),
    foreign: (path, why) => void foreign.push(`${path}: ${why}`),
    ...(progress && { progress }),
  });
  done();
  for (const line of conditions({ faults: [], foreign, inFlight: archived.inFlight })) console.error(line);
  for (const line of archived.lines.values()) takeLine(line);
}

async function verify(
  stores: ReportStores,
  utcDays: string[],
  asked: Asked,
  now: () => number,
): Promise<string | undefined> {
  const { progress, done } = stderrProgress("objects read");
  const options = { now, ...(progress && { progress }) };
  const comparison = await compareLedger(stores, utcDays, options);
  const behind = await requestsBehind(stores.archive, comparison.differences);
  done();
  const text = asked.json
    ? JSON.stringify(verificationJson(comparison, behind), null, 2)
    : verificationText(comparison, behind);
  console.log(text);
  return comparison.differences.length === 0
    ? undefined
    : "the ledger differs from the archive: `npm run ledger -- rebuild FROM TO` mends it.";
}

async function print(report: UsageReport, asked: Asked): Promise<void> {
  if (asked.csv !== undefined) {
    const { usageReportCsv } = await import("./usage-report-csv.ts");
    await writeFile(asked.csv, usageReportCsv(report, asked));
    console.error(`wrote ${asked.csv}`);
  }
  if (asked.json) {
    const { usageReportJson } = await import("./usage-report-json.ts");
    console.log(JSON.stringify(usageReportJson(report, asked), null, 2));
    return;
  }
  if (asked.csv === undefined && asked.html === undefined) console.log(usageReportText(report, asked));
}
