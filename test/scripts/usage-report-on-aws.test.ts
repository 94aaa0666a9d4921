import assert from "node:assert/strict";
import { type TestContext, test } from "node:test";
import { PutItemCommand } from "@aws-sdk/client-dynamodb";
import { S3Client } from "@aws-sdk/client-s3";
import { S3Archive } from "../../lambda/stores/aws/s3-archive.ts";
import { FakeS3 } from "../fakes/fake-s3.ts";
import { DynamoDbUsageLedger } from "../../lambda/stores/aws/dynamodb-usage-ledger.ts";
import { runScript } from "./run-script.ts";
import { usageRecorder } from "../fakes/usage-recorder.ts";
import { startDynamoDb } from "../fakes/dynamodb.ts";

test("the report reads the table of the deployment, and 200 parallel exchanges lose no count in it", async (t) => {
  const { env, send } = await deployment(t);
  await Promise.all(Array.from({ length: 200 }, () => send({ team: "platform" })));
  const { code, stdout } = await runScript("usage-report", ["2026-10-15", "--json", "--by", "team"], { env });
  const { rows } = JSON.parse(stdout);
  assert.equal(code, 0);
  assert.deepEqual([rows[0].team, rows[0].requests, rows[0].input_tokens], ["platform", 200, 200_000]);
});

test("an item with a missing counter is named and left out, and the rest is reported", async (t) => {
  const { client, usageTable, env, send } = await deployment(t);
  await send({});
  const series = "10#bob#bbbbbbbbbbbb#gpt-5.5#default#standard#cli";
  const Item = { day: { S: "2026-10-15" }, series: { S: series }, input_tokens: { N: "5" } };
  await client.send(new PutItemCommand({ TableName: usageTable, Item }));
  const { code, stdout, stderr } = await runScript("usage-report", ["2026-10-15", "--json"], { env });
  assert.deepEqual([code, JSON.parse(stdout).totals.requests], [0, 1]);
  assert.match(stderr, /10#bob#.*: the counter requests is missing or broken/);
});

test("another stage has tables of its own; one that is not there is a sentence", async (t) => {
  const { env } = await deployment(t);
  const { code, stderr } = await runScript("usage-report", ["2026-10-15", "--stage", "dev"], { env });
  assert.equal(code, 1);
  assert.match(stderr, /AWS has no such table.*check --region and --stage/);
});

test("the archive in a bucket makes the same report as the table, and verifies it", async (t) => {
  const { env, send } = await deployment(t);
  for (let index = 0; index < 12; index++) {
    await send({ user: `person${index % 3}`, input: 1_000 * index, prompt: "word ".repeat(20_000) });
  }
  const args = ["2026-10-15", "--json", "--bucket", "logs"];
  const ledger = await runScript("usage-report", args, { env });
  const archive = await runScript("usage-report", [...args, "--from-archive"], { env });
  const verify = await runScript("usage-report", [...args, "--verify"], { env });
  assert.equal(archive.stdout.replace('"source": "archive"', '"source": "ledger"'), ledger.stdout);
  assert.deepEqual([verify.code, JSON.parse(verify.stdout).exchanges], [0, 12]);
});

async function deployment(t: TestContext) {
  const { url, client, usageTable, close } = await startDynamoDb();
  t.after(close);
  const s3 = await FakeS3.start("logs");
  t.after(() => s3.close());
  const s3Client = new S3Client({
    endpoint: s3.url.href,
    region: "us-east-1",
    forcePathStyle: true,
    credentials: { accessKeyId: "fake", secretAccessKey: "fake" },
  });
  t.after(() => s3Client.destroy());
  const { send } = await usageRecorder(t, {
    ledger: new DynamoDbUsageLedger(client, usageTable),
    archive: new S3Archive(async () => s3Client, "logs"),
  });
  const env = {
    AWS_ENDPOINT_URL_S3: s3.url.origin,
    AWS_ENDPOINT_URL_DYNAMODB: url.origin,
    AWS_REGION: "us-east-1",
    AWS_ACCESS_KEY_ID: "fake",
    AWS_SECRET_ACCESS_KEY: "fake",
  };
  return { client, usageTable, env, send };
}
