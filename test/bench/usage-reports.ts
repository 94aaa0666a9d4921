import assert from "node:assert/strict";
import { once } from "node:events";
import { spawn } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { gunzipSync } from "node:zlib";
import { BatchWriteItemCommand } from "@aws-sdk/client-dynamodb";
import { archiveObject } from "../../lambda/domain/archive-object.ts";
import { bodyOf } from "../../lambda/domain/incoming-body.ts";
import { KnownBlocks } from "../../lambda/domain/known-blocks.ts";
import { type ExchangeSummary, archivePath } from "../../lambda/domain/exchange-record.ts";
import { counterNames, ledgerEntryOf, seriesKey } from "../../lambda/domain/ledger-entry.ts";
import { FolderArchive } from "../../lambda/stores/local/folder-archive.ts";
import { FolderArchiveReader } from "../../lambda/stores/local/folder-archive-reader.ts";
import { openLocalDatabase } from "../../lambda/stores/local/local-database.ts";
import { SqliteUsageLedger } from "../../lambda/stores/local/sqlite-usage-ledger.ts";
import { daysOf } from "../../scripts/report/date-range.ts";
import { LedgerLines } from "../../scripts/report/ledger-lines.ts";
import { readArchiveDays } from "../../scripts/report/read-archive-days.ts";
import { startDynamoDb } from "../fakes/dynamodb.ts";
import { type MonthShape, monthOfUsage } from "./month-of-usage.ts";

/**
 * The figures of the reports, measured in one run: `node test/bench/usage-reports.ts [EXCHANGES]`.
 * A figure that misses its target ends the run with exit code 1.
 */

const exchanges = Number(process.argv[2] ?? 20_000);
const month = { from: "2026-10-01", to: "2026-10-31" };
const shape: MonthShape = { ...month, people: 200, hours: 8, requestsPerLine: 10 };
const cleanups: (() => Promise<void>)[] = [];
const missed: string[] = [];

try {
  await benchArchive();
  await benchLocalLedger();
  await benchDynamoDb();
} finally {
  for (const clean of cleanups.toReversed()) await clean();
}
if (missed.length > 0) {
  console.error(`missed: ${missed.join("; ")}`);
  process.exitCode = 1;
}

/** The same exchanges from the ledger and from the archive, and the archive by its first bytes and whole. */
async function benchArchive(): Promise<void> {
  const dataDir = await temporaryFolder();
  const tokens = await recordExchanges(dataDir);
  const args = [month.from, month.to, "--local", dataDir, "--json", "--breakdown"];
  const ledger = await usageReport(args);
  const archive = await usageReport([...args, "--from-archive"]);
  const totals = JSON.parse(ledger.stdout).totals;
  assert.deepEqual({ ...JSON.parse(archive.stdout), source: "ledger" }, JSON.parse(ledger.stdout));
  assert.deepEqual([totals.requests, totals.total_tokens], [exchanges, tokens]);
  show(`${exchanges} exchanges, ledger and archive`, "equal, to the last token", true);

  const first = await seconds(() => readStarts(dataDir));
  const whole = await seconds(() => readWhole(dataDir));
  show(
    "archive by first bytes, over whole objects",
    `${(whole / first).toFixed(1)} × faster`,
    whole / first >= 5,
  );
  show("--from-archive, whole command", `${archive.seconds.toFixed(2)} s, ${archive.megabytes} MB`, true);
}

/** A month of about 1,000,000 requests by 200 people, and a hundred times as many by the same. */
async function benchLocalLedger(): Promise<void> {
  const one = await monthReport(shape);
  const hundred = await monthReport({ ...shape, requestsPerLine: shape.requestsPerLine * 100 });
  show(
    `month of ${one.requests} requests, local`,
    `${one.seconds.toFixed(2)} s, ${one.megabytes} MB`,
    one.seconds < 1,
  );
  show(
    `month of ${hundred.requests} requests, local`,
    `${(hundred.seconds / one.seconds).toFixed(2)} × the time, ${(hundred.megabytes / one.megabytes).toFixed(2)} × the memory`,
    hundred.seconds < one.seconds * 1.25 && hundred.megabytes < one.megabytes * 1.25,
  );
}

async function benchDynamoDb(): Promise<void> {
  const dynamoDb = await startDynamoDb();
  cleanups.push(dynamoDb.close);
  let batch: object[] = [];
  const write = async (): Promise<void> => {
    const requests = batch.splice(0) as never[];
    await dynamoDb.client.send(
      new BatchWriteItemCommand({ RequestItems: { [dynamoDb.usageTable]: requests } }),
    );
  };
  for (const { day, series, team, counters } of monthOfUsage(shape)) {
    const numbers = counterNames.flatMap((name) =>
      counters[name] ? [[name, { N: String(counters[name]) }]] : [],
    );
    const key = { day: { S: day }, series: { S: seriesKey(series) }, team: { S: team } };
    batch.push({ PutRequest: { Item: { ...key, ...Object.fromEntries(numbers) } } });
    if (batch.length === 25) await write();
  }
  if (batch.length > 0) await write();
  const callsBefore = dynamoDb.calls;
  const runs = [];
  for (let run = 0; run < 3; run++)
    runs.push(await usageReport([month.from, month.to, "--json"], awsEnv(dynamoDb.url)));
  const { seconds, stdout } = middleOf(runs);
  const calls = (dynamoDb.calls - callsBefore) / runs.length;
  const { requests } = JSON.parse(stdout).totals;
  show(
    `month of ${requests} requests, DynamoDB`,
    `${seconds.toFixed(2)} s, ${calls} calls`,
    seconds < 3 && calls < 500,
  );
}

async function monthReport(of: MonthShape) {
  const dataDir = await temporaryFolder();
  const database = openLocalDatabase(dataDir);
  const ledger = new SqliteUsageLedger(database);
  await Promise.all(Array.from(monthOfUsage(of), (line) => ledger.add(line)));
  database.close();
  const runs = [];
  for (let run = 0; run < 3; run++)
    runs.push(await usageReport([month.from, month.to, "--local", dataDir, "--json"]));
  const middle = middleOf(runs);
  return { ...middle, requests: JSON.parse(middle.stdout).totals.requests as number };
}

function middleOf<T extends { seconds: number }>(runs: T[]): T {
  return runs.toSorted((a, b) => a.seconds - b.seconds)[1]!;
}

function awsEnv(url: URL): Record<string, string> {
  return {
    AWS_ENDPOINT_URL_DYNAMODB: url.origin,
    AWS_REGION: "us-east-1",
    AWS_ACCESS_KEY_ID: "fake",
    AWS_SECRET_ACCESS_KEY: "fake",
  };
}

/** Exchanges of about 93 KB, as Codex makes them, through the writers of the request path. */
async function recordExchanges(dataDir: string): Promise<number> {
  const archive = new FolderArchive(dataDir);
  const database = openLocalDatabase(dataDir);
  const ledger = new SqliteUsageLedger(database);
  const words = Array.from({ length: 12_000 }, (_, index) => `w${(index * 7_919) % 65_537}`).join(" ");
  let tokens = 0;
  for (let start = 0; start < exchanges; start += 100) {
    const batch = Array.from({ length: Math.min(100, exchanges - start) }, (_, index) =>
      summaryOf(start + index),
    );
    await Promise.all(
      batch.map(async (summary, index) => {
        tokens += summary.usage.inputTokens + summary.usage.outputTokens;
        const body = Buffer.from(JSON.stringify({ input: words.slice(index) }));
        const headers = { originator: "codex_cli_rs", "x-codex-turn-metadata": summary.id.repeat(8) };
        const request = { method: "POST", path: "/v1/responses", headers, body: bodyOf(body) };
        const response = { status: 200, headers: {}, body: body.subarray(0, 20_000) };
        await archive.put(
          archivePath(summary),
          await archiveObject(summary, { key: undefined, request, response }, new KnownBlocks(0)),
        );
        await ledger.add(ledgerEntryOf(summary, "cli"));
      }),
    );
  }
  database.close();
  return tokens;
}

function summaryOf(index: number): ExchangeSummary {
  const startedAtMs = Date.parse("2026-10-01T00:00:00Z") + index * 133_000;
  return {
    id: `01a20240-c123-7133-bd11-${String(index).padStart(12, "0")}`,
    startedAtMs,
    userId: `person${index % 200}@example.com`,
    tokenId: String(index % 200).padStart(12, "0"),
    team: `team${index % 12}`,
    outcome: index % 50 === 0 ? "failed" : "completed",
    model: ["gpt-5.5-2026-04-24", "gpt-6-luna", "gpt-unknown"][index % 3]!,
    isStream: true,
    serviceTier: ["default", "priority"][index % 2]!,
    usage: {
      inputTokens: 1_000 + ((index * 7_919) % 400_000),
      cachedInputTokens: index % 1_000,
      cacheWriteTokens: index % 7,
      outputTokens: (index * 31) % 9_000,
      reasoningTokens: 0,
      source: index % 40 === 0 ? "estimated" : "reported",
    },
    costMicroUsd: null,
    timing: { authMs: 2, firstByteMs: 800, totalMs: 5_000 + index },
    findings: [],
  };
}

async function readStarts(dataDir: string): Promise<void> {
  const lines = new LedgerLines();
  await readArchiveDays(new FolderArchiveReader(dataDir), daysOf(month), {
    exchange: (exchange) => lines.add(exchange),
    foreign: (path, why) => assert.fail(`${path}: ${why}`),
  });
}

async function readWhole(dataDir: string): Promise<void> {
  const reader = new FolderArchiveReader(dataDir);
  const paths: string[] = [];
  for (const day of daysOf(month)) for await (const page of reader.listDay(day)) paths.push(...page);
  const remaining = paths.values();
  const worker = async (): Promise<void> => {
    for (const path of remaining) JSON.parse(gunzipSync(await readFile(join(dataDir, path))).toString());
  };
  await Promise.all(Array.from({ length: 64 }, worker));
}

/** The command as an operator runs it, with the time and the memory of its process. */
async function usageReport(args: string[], env: Record<string, string> = {}) {
  const maxRss = 'process.on("exit",()=>console.error("kilobytes",process.resourceUsage().maxRSS))';
  const command = [`--import=data:text/javascript,${maxRss}`, "scripts/usage-report.ts", ...args];
  const startedAt = performance.now();
  const child = spawn(process.execPath, command, {
    env: { ...process.env, ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const [stdout, stderr, [code]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, "close"),
  ]);
  assert.equal(code, 0, stderr);
  const kilobytes = Number(/kilobytes (\d+)/.exec(stderr)?.[1]);
  return {
    stdout,
    seconds: (performance.now() - startedAt) / 1_000,
    megabytes: Math.round(kilobytes / 1_024),
  };
}

async function seconds(job: () => Promise<void>): Promise<number> {
  const startedAt = performance.now();
  await job();
  return (performance.now() - startedAt) / 1_000;
}

async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "codex-proxy-bench-"));
  cleanups.push(() => rm(folder, { recursive: true }));
  return folder;
}

function show(what: string, figure: string, isReached: boolean): void {
  console.log(`${isReached ? "✓" : "✗"} ${what}: ${figure}`);
  if (!isReached) missed.push(what);
}
