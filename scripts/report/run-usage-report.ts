import { writeFile } from "node:fs/promises";
import { currentPrices } from "../../lambda/domain/price-book.ts";
import { dateRange } from "./date-range.ts";
import { priceLines } from "./price-lines.ts";
import { readLedgerDays } from "./read-ledger-days.ts";
import { ReportCalendar } from "./report-calendar.ts";
import { type StoreOptions, openReportStores } from "./report-stores.ts";
import { type Dimension, type Sorting, type UsageReport, UsageReportBuilder } from "./usage-report.ts";
import { usageReportText } from "./usage-report-text.ts";

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
  { now, env }: { now: Date; env: NodeJS.ProcessEnv },
): Promise<string | undefined> {
  const calendar = new ReportCalendar(asked.timezone);
  const range = dateRange(asked.from, asked.to, calendar.today(now));
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
  const builder = new UsageReportBuilder(query);
  const price = priceLines(calendar, currentPrices);
  const faults: string[] = [];
  await readLedgerDays(stores.ledgerReader, calendar.utcDays(range), {
    line: (line) => builder.add(price(line)),
    fault: (fault) => void faults.push(fault),
  });
  for (const fault of faults) {
    console.error(`left out a line of the ledger, which \`npm run ledger -- rebuild\` mends: ${fault}`);
  }
  await print(builder.report(), asked);
  return undefined;
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
  if (asked.csv === undefined) console.log(usageReportText(report, asked));
}
