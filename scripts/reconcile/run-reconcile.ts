import { text } from "node:stream/consumers";
import { currentPrices } from "../../lambda/domain/price-book.ts";
import type { ReportStoreOptions } from "../cli/report-options.ts";
import { JobError, UsageError } from "../cli/run-command.ts";
import { type DateRange, dateRange, daysOf } from "../report/date-range.ts";
import { priceLines } from "../report/price-lines.ts";
import { readUsage } from "../report/read-usage.ts";
import { ReportCalendar } from "../report/report-calendar.ts";
import { openReportStores } from "../report/report-stores.ts";
import { UsageGroups } from "../report/usage-groups.ts";
import { driftJson, driftText } from "./drift-report.ts";
import { drifts, totalDrift } from "./drift.ts";
import type { OpenAiCost } from "./openai-cost.ts";

export interface ReconcileOptions extends ReportStoreOptions {
  keyStdin?: true;
  keySecret?: string;
  csv?: string;
  apiUrl: string;
  project?: string[];
  failAbove?: string;
  json?: true;
}

/** Compares our books with OpenAI's, by UTC day and model. */
export async function runReconcile(
  asked: ReconcileOptions & { from: string; to: string | undefined },
  { now, env }: { now: Date; env: NodeJS.ProcessEnv },
): Promise<void> {
  const range = dateRange(asked.from, asked.to, now.toISOString().slice(0, 10));
  const failAbove = percentOf(asked.failAbove);
  const theirs = await readTheirs(asked, range);
  const all = drifts(await readOurs(asked, range, env), theirs);
  console.log(asked.json ? JSON.stringify(driftJson(all, range), null, 2) : driftText(all, range));
  const { driftPercent } = totalDrift(all);
  if (failAbove !== undefined && Math.abs(driftPercent ?? 0) > failAbove) {
    throw new JobError(
      `the books drift by ${driftPercent!.toFixed(1)} %, which is more than ${failAbove} %.`,
    );
  }
}

async function readTheirs(asked: ReconcileOptions, range: DateRange): Promise<OpenAiCost[]> {
  const { csv, keyStdin, keySecret } = asked;
  if ([csv !== undefined, keyStdin, keySecret !== undefined].filter(Boolean).length !== 1) {
    throw new UsageError(
      "expected OpenAI's side from exactly one of --key-stdin, --key-secret ID, --csv FILE.",
    );
  }
  if (csv !== undefined) {
    const { readCostsCsv } = await import("./costs-csv.ts");
    return readCostsCsv(csv, range);
  }
  const { fetchCosts } = await import("./costs-api.ts");
  const adminKey =
    keySecret === undefined ? await keyFromStdin() : await keyFromSecret(keySecret, asked.region);
  return fetchCosts({ url: apiUrl(asked.apiUrl), adminKey, projectIds: asked.project ?? [] }, range);
}

/** Never an argument: those are in the shell's history and in every process list. */
async function keyFromStdin(): Promise<string> {
  if (process.stdin.isTTY) console.error("Paste the admin key, then press Enter and Ctrl-D.");
  const key = (await text(process.stdin)).trim();
  if (/^[\w-]+$/.test(key)) return key;
  throw new JobError("standard input holds no key: expected one line, the organisation's admin key.");
}

async function keyFromSecret(secretId: string, region: string | undefined): Promise<string> {
  if (region !== undefined) process.env["AWS_REGION"] = region;
  const [{ SecretsManagerKeyStore }, { createSecretsManagerClient }] = await Promise.all([
    import("../../lambda/stores/aws/secrets-manager-key-store.ts"),
    import("../../lambda/stores/aws/aws-clients.ts"),
  ]);
  return new SecretsManagerKeyStore(createSecretsManagerClient, secretId).get();
}

/** The admin key goes there: nowhere but to OpenAI over TLS, or to a test on this machine. */
function apiUrl(value: string): string {
  const url = URL.canParse(value) ? new URL(value) : undefined;
  const isLocal = url?.hostname === "127.0.0.1" || url?.hostname === "localhost";
  if (url?.protocol === "https:" || (url?.protocol === "http:" && isLocal)) return url.origin;
  throw new UsageError(`"${value}" is no address for the admin key: expected https://….`);
}

async function readOurs(
  asked: ReportStoreOptions,
  range: DateRange,
  env: NodeJS.ProcessEnv,
): Promise<UsageGroups> {
  const stores = await openReportStores(asked, env);
  const groups = new UsageGroups(({ day, series }) => `${day}\0${series.model}`);
  const price = priceLines(new ReportCalendar("UTC"), currentPrices);
  await readUsage(stores, "ledger", daysOf(range), (line) => groups.add(price(line)));
  return groups;
}

function percentOf(value: string | undefined): number | undefined {
  if (value === undefined) return undefined;
  const percent = Number(value);
  if (value.trim() !== "" && percent >= 0) return percent;
  throw new UsageError(`--fail-above "${value}" is not a percentage: expected a number like 2.`);
}
