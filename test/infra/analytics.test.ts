import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { after, before, suite, test } from "node:test";
import { type DuckDBConnection, DuckDBInstance } from "@duckdb/node-api";
import { archiveObject } from "../../lambda/domain/archive-object.ts";
import { bodyOf } from "../../lambda/domain/incoming-body.ts";
import { KnownBlocks } from "../../lambda/domain/known-blocks.ts";
import { type ExchangeSummary, archivePath, utcDay } from "../../lambda/domain/exchange-record.ts";
import { noUsage } from "../../lambda/domain/usage.ts";
import { uuidv7 } from "../../lambda/domain/uuidv7.ts";
import { temporaryFolder } from "../fakes/temporary-folder.ts";
import { type GlueTable, duckDbView } from "./duckdb-view.ts";
import { resolved } from "./resolved.ts";
import { resourcesOf, synthesize } from "./synthesized.ts";
import { exchangeSummary } from "../fakes/exchange-summary.ts";

const nowMs = Date.now();
const dayMs = 86_400_000;
const longText = `${"Grüße ".repeat(60_000)} drop table users; ${"x".repeat(100_000)}`;

suite("Athena's tables and saved queries, read by DuckDB over what the function writes", () => {
  const template = resolved(synthesize());
  const tables = resourcesOf(template, "AWS::Glue::Table").map(
    ({ Properties }) => Properties["TableInput"] as GlueTable,
  );
  const archive = temporaryFolder({ after });
  let connection: DuckDBConnection;

  before(async () => {
    const yesterday = { startedAtMs: nowMs - dayMs };
    await write(archive, { userId: "ann", costMicroUsd: 1_500_000 }, longText);
    await write(archive, { userId: "ann", costMicroUsd: 250_000, ...yesterday });
    await write(archive, { userId: "bob", team: "data", model: "gpt-7", costMicroUsd: null });
    await write(archive, { userId: "bob", team: "data", outcome: "refused", model: null, costMicroUsd: 0 });
    await write(archive, { userId: "bob", team: "data", outcome: "in_flight", costMicroUsd: null });
    await write(archive, { userId: "old", startedAtMs: nowMs - 40 * dayMs });
    connection = await (await DuckDBInstance.create(":memory:")).connect();
    await connection.run("SET TimeZone = 'UTC'");
    for (const table of tables) await connection.run(duckDbView(table, archive));
  });
  after(() => connection.closeSync());

  const ask = async (sql: string): Promise<Record<string, unknown>[]> =>
    (await connection.runAndReadAll(sql)).getRowObjectsJson();
  const saved = (name: string): Promise<Record<string, unknown>[]> => {
    const queries = resourcesOf(template, "AWS::Athena::NamedQuery").map(({ Properties }) => Properties);
    return ask(String(queries.find((query) => query["Name"] === name)!["QueryString"]));
  };

  test("every column of every object is read, with its type and its value", async () => {
    const [row] = await ask("SELECT * FROM exchange_words WHERE user_id = 'ann' AND cost_usd = 1.5");
    const [year, month, day] = utcDay(nowMs).split("-");
    const { id, time, request, response, ...facts } = row!;
    assert.match(String(id), /^[0-9a-f-]{36}$/);
    assert.equal(time, new Date(nowMs).toISOString());
    assert.deepEqual(facts, {
      v: 1,
      user_id: "ann",
      token_id: "0123456789ab",
      team: "core",
      outcome: "completed",
      model: "gpt-5.5",
      stream: true,
      service_tier: "default",
      usage: {
        input_tokens: "1000",
        cached_input_tokens: "600",
        cache_write_tokens: "0",
        output_tokens: "50",
        reasoning_tokens: "0",
        source: "reported",
      },
      cost_usd: 1.5,
      timing: { auth_ms: "3", first_byte_ms: "400", total_ms: "9000" },
      findings: [{ rule: "aws-access-key", action: "flag", count: "2" }],
      year,
      month,
      day,
    });
    assert.deepEqual(request, {
      method: "POST",
      path: "/v1/responses",
      headers: [{ key: "content-type", value: "application/json" }],
      body: '{"base64":"//4="}',
    });
    assert.equal((response as { body: string }).body, longText);
  });

  test("the two tables differ by the words only", () => {
    const [facts, words] = tables.map(({ StorageDescriptor }) => StorageDescriptor.Columns);
    assert.deepEqual(words!.slice(0, facts!.length), facts);
    assert.deepEqual(
      words!.slice(facts!.length).map(({ Name }) => Name),
      ["request", "response"],
    );
  });

  test("the partitions that Athena works out are the paths that the function writes", () => {
    const path = archivePath(summaryOf({ startedAtMs: Date.UTC(2027, 1, 3) }));
    const { Parameters } = tables[0]!;
    const location = Parameters["storage.location.template"]!.replace("${year}", "2027")
      .replace("${month}", Parameters["projection.month.values"]!.split(",")[1]!)
      .replace("${day}", Parameters["projection.day.values"]!.split(",")[2]!);
    assert.ok(`s3://codex-proxy-logs-123456789012/${path}`.startsWith(location), location);
  });

  test("cost per user", async () => {
    assert.deepEqual(
      (await saved("cost per user")).map(({ user_id, usd, requests, unpriced }) => [
        user_id,
        usd,
        requests,
        unpriced,
      ]),
      [
        ["ann", 1.75, "2", "0"],
        ["bob", 0, "3", "1"],
      ],
    );
  });

  test("cost per team", async () => {
    const rows = await saved("cost per team");
    assert.deepEqual(
      rows.map(({ team, usd, input, output }) => [team, usd, input, output]),
      [
        ["core", 1.75, "2000", "100"],
        ["data", 0, "3000", "150"],
      ],
    );
  });

  test("cost per model and day", async () => {
    const rows = await saved("cost per model and day");
    const priced = rows.filter(({ usd }) => Number(usd) > 0);
    assert.deepEqual(
      priced.map(({ date, usd }) => [date, usd]),
      [
        [utcDay(nowMs), 1.5],
        [utcDay(nowMs - dayMs), 0.25],
      ],
    );
  });

  test("who used a model", async () => {
    const rows = await saved("who used a model");
    assert.deepEqual(
      rows.map(({ user_id, team, requests }) => [user_id, team, requests]),
      [
        ["ann", "core", "2"],
        ["bob", "data", "1"],
      ],
    );
    assert.equal(rows[0]!["first"], new Date(nowMs - dayMs).toISOString());
  });

  test("find a text in responses, however large and wherever in it", async () => {
    const rows = await saved("find a text in responses");
    assert.deepEqual(
      rows.map(({ user_id, beginning }) => [user_id, beginning]),
      [["ann", longText.slice(0, 500)]],
    );
  });

  test("refused requests", async () => {
    const [row, ...others] = await saved("refused requests");
    assert.deepEqual([row!["user_id"], row!["status"], row!["requests"]], ["bob", 400, "1"]);
    assert.deepEqual(others, []);
  });
});

function summaryOf(fields: Partial<ExchangeSummary>): ExchangeSummary {
  const startedAtMs = fields.startedAtMs ?? nowMs;
  return exchangeSummary({
    id: uuidv7(startedAtMs, randomUUID()),
    startedAtMs,
    userId: "ann",
    team: "core",
    usage: { ...noUsage, inputTokens: 1000, cachedInputTokens: 600, outputTokens: 50, source: "reported" },
    costMicroUsd: 100_000,
    timing: { authMs: 3, firstByteMs: 400, totalMs: 9000 },
    findings: [{ rule: "aws-access-key", action: "flag", count: 2 }],
    ...fields,
  });
}

async function write(archive: string, fields: Partial<ExchangeSummary>, text = "hello"): Promise<void> {
  const summary = summaryOf(fields);
  const headers = { "content-type": "application/json" };
  const status = summary.outcome === "refused" ? 400 : 200;
  const words = {
    key: undefined,
    request: { method: "POST", path: "/v1/responses", headers, body: bodyOf(Buffer.from([0xff, 0xfe])) },
    response: { status, headers, body: Buffer.from(text) },
  };
  const path = join(archive, archivePath(summary));
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, await archiveObject(summary, words, new KnownBlocks(1024 * 1024)));
}
