import assert from "node:assert/strict";
import { type TestContext, test } from "node:test";
import { utcDay } from "../../lambda/domain/exchange-record.ts";
import type { Counters } from "../../lambda/domain/ledger-entry.ts";
import { DynamoDbUsageLedgerReader } from "../../lambda/stores/aws/dynamodb-usage-ledger-reader.ts";
import { type AwsForServer, startAwsForServer } from "../fakes/aws-for-server.ts";
import { call, open } from "../fakes/caller.ts";
import { FakeOpenAi } from "../fakes/fake-openai.ts";
import { GatedStream } from "../fakes/gated-stream.ts";
import { within } from "../fakes/within.ts";
import { runScript } from "../scripts/run-script.ts";
import { startedServer } from "../scripts/started-server.ts";
import { recordedEvents } from "./recorded-events.ts";

const body = '{"model":"gpt-5.5","stream":true}';

interface Instances {
  urls: readonly [URL, URL];
  openAi: FakeOpenAi;
  aws: AwsForServer;
  /** The lines of today. */
  ledger(): Promise<Counters[]>;
}

/** Two processes that know nothing of each other, on the same tables and bucket. */
async function startTwo(t: TestContext): Promise<Instances> {
  const openAi = await FakeOpenAi.start();
  t.after(() => openAi.close());
  const aws = await startAwsForServer(t, openAi.url);
  const start = async (): Promise<URL> => (await startedServer(t, ["--store", "aws"], { env: aws.env })).url;
  const reader = new DynamoDbUsageLedgerReader(aws.dynamoDb.client, aws.dynamoDb.usageTable);
  return {
    urls: await Promise.all([start(), start()]),
    openAi,
    aws,
    async ledger() {
      const lines = await Array.fromAsync(reader.readDay(utcDay(Date.now())));
      return lines.map(({ counters }) => counters);
    },
  };
}

const sumOf = (lines: readonly Counters[]): number => lines.reduce((sum, { requests }) => sum + requests, 0);

test("two instances that count into the same line of the ledger lose nothing, and a rebuild finds nothing to mend", async (t) => {
  const { urls, aws, ledger } = await startTwo(t);
  const ask = async (url: URL): Promise<number> => (await call(url, { token: aws.token, body })).status;
  const answers = await Promise.all(Array.from({ length: 100 }, (_, i) => ask(urls[i % 2]!)));
  assert.deepEqual(new Set(answers), new Set([200]));
  const counted = async (): Promise<void> => {
    while (sumOf(await ledger()) < 100 || aws.s3.objects(aws.bucket).size < 100)
      await new Promise((resolve) => setTimeout(resolve, 20));
  };
  await within("all of them in the ledger and in the archive", counted());
  const lines = await ledger();
  assert.equal(sumOf(lines), 100);
  assert.equal(aws.s3.objects(aws.bucket).size, 100);

  const today = utcDay(Date.now());
  for (let i = 0; i < 2; i++) {
    const rebuilt = await runScript("ledger", ["rebuild", today, "--bucket", aws.bucket], { env: aws.env });
    assert.equal(rebuilt.code, 0, rebuilt.stderr);
    assert.match(rebuilt.stderr, /^0 lines of the ledger mended from 100 exchanges/m);
  }
  assert.deepEqual(await ledger(), lines);
});

test("a token that is disabled while one instance streams to it is refused by both from the next request on", async (t) => {
  const { urls, openAi, aws } = await startTwo(t);
  const stream = new GatedStream();
  openAi.answerWith(stream.behaviour);
  const opening = open(urls[0], { token: aws.token, body });
  await stream.send(recordedEvents[0]!);
  const streaming = await opening;
  await aws.admin.update(aws.tokenHash, { enabled: false });
  for (const url of urls) {
    const refused = await call(url, { token: aws.token, body });
    assert.equal(refused.status, 401);
    assert.match(refused.body.toString(), /token_disabled/);
  }
  for (const event of recordedEvents.slice(1)) await stream.send(event);
  await stream.end();
  assert.deepEqual(await streaming.rest(), Buffer.concat(recordedEvents));
  assert.equal(openAi.requests.length, 1);
  await aws.admin.update(aws.tokenHash, { enabled: true });
  openAi.reset();
  for (const url of urls) assert.equal((await call(url, { token: aws.token, body })).status, 200);
});
