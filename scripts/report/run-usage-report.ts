import { writeFile } from "node:fs/promises";
import type { ReportStoreOptions } from "../cli/report-options.ts";
import { JobError } from "../cli/run-command.ts";
import { currentPrices } from "../../lambda/domain/price-book.ts";
import { type DateRange, dateRange, periodBefore } from "./date-range.ts";
import { priceLines } from "./price-lines.ts";
import { readUsage } from "./read-usage.ts";
import { ReportCalendar } from "./report-calendar.ts";
import { openReportStores } from "./report-stores.ts";
import { type PeriodComparison, UsageOverview } from "./usage-overview.ts";
import {
  type Dimension,
  type ReportQuery,
  type Sorting,
  type UsageReport,
  UsageReportBuilder,
} from "./usage-report.ts";
import { usageReportText } from "./usage-report-text.ts";
import type { PricedLine } from "./usage-groups.ts";
import { verifyLedger } from "./verify-ledger.ts";

export interface UsageReportOptions extends ReportStoreOptions {
  by: Dimension;
  user?: string[];
  team?: string[];
  breakdown?: true;
  sort: Sorting;
  compact?: true;
  timezone: string;
  json?: true;
  csv?: string;
  html?: string;
  digest?: true;
  fromArchive?: true;
  verify?: true;
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
  if (asked.verify) {
    return verifyLedger(stores, calendar.utcDays(range), { isJson: asked.json === true, now });
  }
  const query = queryOf(asked, range);
  const price = priceLines(calendar, currentPrices);
  const addUp = (sums: { add: (line: PricedLine) => void }[], days: DateRange): Promise<void> =>
    readUsage(stores, query.source, calendar.utcDays(days), (line) => {
      const priced = price(line);
      for (const sum of sums) sum.add(priced);
    });

  const builder = new UsageReportBuilder(query);
  if (asked.html === undefined && !asked.digest) {
    await addUp([builder], range);
    await print(builder.report(), asked);
    return undefined;
  }
  const rangeBefore = periodBefore(range);
  const overview = new UsageOverview(query);
  const before = new UsageOverview({ ...query, range: rangeBefore });
  await addUp([builder, overview], range);
  await addUp([before], rangeBefore);
  await print(builder.report(), asked, {
    query,
    now: overview,
    before,
    rangeBefore,
    report: builder.report(),
  });
  return undefined;
}

function queryOf(asked: Asked, range: DateRange): ReportQuery {
  return {
    range,
    timeZone: asked.timezone,
    source: asked.fromArchive ? "archive" : "ledger",
    by: asked.by,
    users: asked.user ?? [],
    teams: asked.team ?? [],
    sort: asked.sort,
  };
}

/** Writes the files that were asked for; then prints one thing, unless the files were all that was wanted. */
async function print(report: UsageReport, asked: Asked, comparison?: PeriodComparison): Promise<void> {
  if (asked.csv !== undefined) {
    const { usageReportCsv } = await import("./usage-report-csv.ts");
    await writeText("--csv", asked.csv, usageReportCsv(report, asked));
  }
  if (asked.html !== undefined && comparison !== undefined) {
    const { htmlReport } = await import("./html/html-report.ts");
    await writeText("--html", asked.html, htmlReport(comparison));
  }
  if (asked.json) {
    const { usageReportJson } = await import("./usage-report-json.ts");
    console.log(JSON.stringify(usageReportJson(report, asked), null, 2));
  } else if (asked.digest && comparison !== undefined) {
    const { usageDigest } = await import("./usage-digest.ts");
    console.log(usageDigest(comparison));
  } else if (asked.csv === undefined && asked.html === undefined) {
    console.log(usageReportText(report, asked));
  }
}

async function writeText(flag: string, file: string, text: string): Promise<void> {
  try {
    await writeFile(file, text);
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    throw new JobError(`${file} can't be written (${code}); name another file with ${flag}`, { cause });
  }
  console.error(`wrote ${file}`);
}
