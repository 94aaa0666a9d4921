import { once } from "node:events";
import { join } from "node:path";
import { utcDay } from "../../lambda/domain/exchange-record.ts";
import { DynamoDbTokenAdmin } from "../../lambda/stores/aws/dynamodb-token-admin.ts";
import { DynamoDbUsageLedgerReader } from "../../lambda/stores/aws/dynamodb-usage-ledger-reader.ts";
import { type ArchivedExchange, readArchived } from "../fakes/archived-exchange.ts";
import { makeDeveloperToken, makeOpenAiKey } from "../fakes/developer-token.ts";
import { startDynamoDb } from "../fakes/dynamodb.ts";
import { FakeOpenAi } from "../fakes/fake-openai.ts";
import { FakeS3 } from "../fakes/fake-s3.ts";
import { FakeSecretsManager } from "../fakes/fake-secrets-manager.ts";
import { temporaryFolder } from "../fakes/temporary-folder.ts";
import { within } from "../fakes/within.ts";
import { buildBundle } from "../runtime/built-bundle.ts";
import { FunctionUrl } from "../runtime/function-url.ts";
import { LambdaInstance } from "../runtime/lambda-instance.ts";
import { startedServer } from "../scripts/started-server.ts";
import { FakeNames } from "./fake-names.ts";
import { FaultProxy } from "./fault-proxy.ts";
import type { Dependency, Host } from "./fault-table.ts";

interface Context {
  after(close: () => Promise<void> | void): void;
}

/** The proxy in a process of its own, with something that can break between it and each thing it needs. */
export interface HostUnderFaults {
  url: URL;
  token: string;
  openAi: FakeOpenAi;
  faults: Record<Dependency, FaultProxy>;
  pid: number;
  /** Where what can't be written is kept; made when it is first needed. */
  spool: string;
  isAlive(): boolean;
  /** The log line of an exchange, which is written when all of it has been recorded. */
  line(id: string): Promise<Record<string, unknown>>;
  /** The archive objects of an exchange. */
  objects(id: string): ArchivedExchange[];
  /** What the ledger has counted today. */
  counted(): Promise<number>;
}

const bucket = "logs";
const secretId = "key";

/** On the function, the deadline leaves a second and a half for OpenAI: the last 15 s are kept for recording. */
const timeoutMs = 16_500;

export async function startHostUnderFaults(t: Context, host: Host): Promise<HostUnderFaults> {
  const [openAi, s3, secrets, dynamoDb] = await Promise.all([
    FakeOpenAi.start(),
    FakeS3.start(bucket),
    FakeSecretsManager.start(),
    startDynamoDb(),
  ]);
  for (const service of [openAi, s3, secrets, dynamoDb]) t.after(() => service.close());
  secrets.put(secretId, makeOpenAiKey());
  const { token, record } = makeDeveloperToken();
  await new DynamoDbTokenAdmin(dynamoDb.client, dynamoDb.tokensTable).add(record);

  const names = new FakeNames(temporaryFolder(t));
  const [forOpenAi, forDynamoDb, forS3, forSecrets] = await Promise.all([
    FaultProxy.start(openAi.url, "openai.test", names),
    FaultProxy.start(dynamoDb.url, "dynamodb.test", names),
    FaultProxy.start(s3.url, "s3.test", names),
    FaultProxy.start(secrets.url, "secrets.test", names),
  ]);
  const faults = {
    OpenAI: forOpenAi,
    "token table": forDynamoDb,
    "usage ledger": forDynamoDb,
    archive: forS3,
    key: forSecrets,
  };
  for (const proxy of [forOpenAi, forDynamoDb, forS3, forSecrets]) t.after(() => proxy.close());
  const start = host === "server" ? startServerProcess : startFunctionProcess;
  const started = await start(t, {
    TOKENS_TABLE: dynamoDb.tokensTable,
    USAGE_TABLE: dynamoDb.usageTable,
    LOGS_BUCKET: bucket,
    OPENAI_SECRET_ID: secretId,
    UPSTREAM_URL: faults.OpenAI.url.origin,
    AWS_REGION: "us-east-1",
    AWS_ACCESS_KEY_ID: "fake",
    AWS_SECRET_ACCESS_KEY: "fake",
    AWS_ENDPOINT_URL_DYNAMODB: faults["token table"].url.origin,
    AWS_ENDPOINT_URL_S3: faults.archive.url.origin,
    AWS_ENDPOINT_URL_SECRETS_MANAGER: faults.key.url.origin,
    TMPDIR: temporaryFolder(t),
    ...names.env,
  });
  const ledger = new DynamoDbUsageLedgerReader(dynamoDb.client, dynamoDb.usageTable);
  return {
    ...started,
    token,
    openAi,
    faults,
    line: (id) => within(`the log line of ${id}`, lineOf(id, started.lines)),
    objects: (id) =>
      [...s3.objects(bucket)]
        .filter(([path]) => path.includes(id))
        .map(([path, { bytes }]) => readArchived(path, bytes)),
    async counted() {
      const lines = await Array.fromAsync(ledger.readDay(utcDay(Date.now())));
      return lines.reduce((sum, { counters }) => sum + counters.requests, 0);
    },
  };
}

interface StartedProcess {
  url: URL;
  pid: number;
  spool: string;
  isAlive(): boolean;
  lines(): readonly string[];
}

async function startServerProcess(t: Context, env: Record<string, string>): Promise<StartedProcess> {
  const server = await startedServer(t, ["--store", "aws"], { env });
  t.after(async () => {
    const ended = once(server.script, "exit");
    server.script.kill("SIGKILL");
    await ended;
  });
  return {
    url: server.url,
    pid: server.pid,
    spool: join(server.dataDir, "spool"),
    isAlive: () => server.script.exitCode === null && server.script.signalCode === null,
    lines: () => server.stdout().split("\n"),
  };
}

async function startFunctionProcess(t: Context, env: Record<string, string>): Promise<StartedProcess> {
  const bundle = await buildBundle();
  const instance = await LambdaInstance.start({ bundle: bundle.path, timeoutMs, env });
  const front = await FunctionUrl.start(instance);
  t.after(async () => {
    await instance.stop();
    await front.close();
    await bundle.remove();
  });
  return {
    url: front.url,
    pid: instance.pid,
    spool: join(env["TMPDIR"]!, "codex-proxy-spool"),
    isAlive: () => instance.isAlive,
    lines: () => instance.log,
  };
}

async function lineOf(id: string, lines: () => readonly string[]): Promise<Record<string, unknown>> {
  let line: string | undefined;
  while ((line = lines().find((text) => text.includes(`"id":"${id}"`))) === undefined) {
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  return JSON.parse(line) as Record<string, unknown>;
}
