import assert from "node:assert/strict";
import { test } from "node:test";
import { PutItemCommand } from "@aws-sdk/client-dynamodb";
import { DynamoDbUsageLedger } from "../../lambda/stores/aws/dynamodb-usage-ledger.ts";
import { runScript } from "../fakes/run-script.ts";
import { usageRecorder } from "../fakes/usage-recorder.ts";
import { usageTable, usageTableName } from "../fakes/usage-table.ts";

test("the report reads the table of the deployment, and 200 parallel exchanges lose no count in it", async (t) => {
  const { client, env } = await usageTable(t);
  const { send } = await usageRecorder(t, { ledger: new DynamoDbUsageLedger(client, usageTableName) });
  await Promise.all(Array.from({ length: 200 }, () => send({ team: "platform" })));
  const { code, stdout } = await runScript("usage-report", ["2026-10-15", "--json", "--by", "team"], { env });
  const { rows } = JSON.parse(stdout);
  assert.equal(code, 0);
  assert.deepEqual([rows[0].team, rows[0].requests, rows[0].input_tokens], ["platform", 200, 200_000]);
});

test("an item with a missing counter is named and left out, and the rest is reported", async (t) => {
  const { client, env } = await usageTable(t);
  const { send } = await usageRecorder(t, { ledger: new DynamoDbUsageLedger(client, usageTableName) });
  await send({});
  const series = "10#bob#bbbbbbbbbbbb#gpt-5.5#default#standard#cli";
  const Item = { day: { S: "2026-10-15" }, series: { S: series }, input_tokens: { N: "5" } };
  await client.send(new PutItemCommand({ TableName: usageTableName, Item }));
  const { code, stdout, stderr } = await runScript("usage-report", ["2026-10-15", "--json"], { env });
  assert.deepEqual([code, JSON.parse(stdout).totals.requests], [0, 1]);
  assert.match(stderr, /10#bob#.*: the counter requests is missing or broken/);
});

test("another stage has tables of its own; one that is not there is a sentence", async (t) => {
  const { env } = await usageTable(t);
  const { code, stderr } = await runScript("usage-report", ["2026-10-15", "--stage", "dev"], { env });
  assert.equal(code, 1);
  assert.match(stderr, /^error: there is no table codex-proxy-dev-usage/);
});

test("the archive of a deployment needs its bucket's name", async (t) => {
  const { env } = await usageTable(t);
  const { code, stderr } = await runScript("usage-report", ["2026-10-15", "--from-archive"], { env });
  assert.equal(code, 1);
  assert.match(stderr, /name it with --bucket or LOGS_BUCKET/);
});
