import { hash } from "node:crypto";
import { utcDay } from "../../lambda/domain/exchange-record.ts";
import type { LedgerEntry } from "../../lambda/domain/ledger-entry.ts";
import { DynamoDbTokenAdmin } from "../../lambda/stores/aws/dynamodb-token-admin.ts";
import { DynamoDbUsageLedgerReader } from "../../lambda/stores/aws/dynamodb-usage-ledger-reader.ts";
import { byTime, readArchived } from "../fakes/archived-exchange.ts";
import { makeDeveloperToken, makeOpenAiKey } from "../fakes/developer-token.ts";
import { startDynamoDb } from "../fakes/dynamodb.ts";
import { FakeOpenAi } from "../fakes/fake-openai.ts";
import { FakeS3 } from "../fakes/fake-s3.ts";
import { FakeSecretsManager } from "../fakes/fake-secrets-manager.ts";
import type { ProxyUnderTest } from "../fakes/proxy-under-test.ts";
import { within } from "../fakes/within.ts";
import { buildBundle } from "./built-bundle.ts";
import { FunctionUrl } from "./function-url.ts";
import { LambdaInstance } from "./lambda-instance.ts";

export interface Deployment extends ProxyUnderTest {
  s3: FakeS3;
  secrets: FakeSecretsManager;
  instance: LambdaInstance;
}

export interface DeploymentOptions {
  /** Added to the function's environment, or put in the place of what is there. */
  env?: Record<string, string>;
  timeoutMs?: number;
  nodeArgs?: readonly string[];
}

const bucket = "codex-proxy-logs";
const secretId = "codex-proxy/openai-api-key";

/** All of a deployment on this machine: the built bundle under AWS's runtime client, and a stand-in for each service. */
export async function startDeployment({
  env,
  timeoutMs = 900_000,
  nodeArgs = [],
}: DeploymentOptions = {}): Promise<Deployment> {
  const [bundle, openAi, s3, secrets, dynamoDb] = await Promise.all([
    buildBundle(),
    FakeOpenAi.start(),
    FakeS3.start(bucket),
    FakeSecretsManager.start(),
    startDynamoDb(),
  ]);
  const key = makeOpenAiKey();
  secrets.put(secretId, key);
  const closeServices = async (): Promise<void> => {
    await Promise.all([openAi.close(), s3.close(), secrets.close(), dynamoDb.close()]);
    await bundle.remove();
  };
  const instance = await LambdaInstance.start({
    bundle: bundle.path,
    timeoutMs,
    nodeArgs,
    env: {
      TOKENS_TABLE: dynamoDb.tokensTable,
      USAGE_TABLE: dynamoDb.usageTable,
      LOGS_BUCKET: bucket,
      OPENAI_SECRET_ID: secretId,
      UPSTREAM_URL: openAi.url.origin,
      AWS_ENDPOINT_URL_DYNAMODB: dynamoDb.url.origin,
      AWS_ENDPOINT_URL_S3: s3.url.origin,
      AWS_ENDPOINT_URL_SECRETS_MANAGER: secrets.url.origin,
      ...env,
    },
  }).catch(async (cause: unknown) => {
    await closeServices();
    throw cause;
  });
  const front = await FunctionUrl.start(instance);
  const tokens = new DynamoDbTokenAdmin(dynamoDb.client, dynamoDb.tokensTable);
  const ledger = new DynamoDbUsageLedgerReader(dynamoDb.client, dynamoDb.usageTable);
  const settled = (): Promise<void> =>
    within("the function to be done with its last exchange", instance.free());
  const addToken: ProxyUnderTest["addToken"] = async (fields) => {
    const { token, record } = makeDeveloperToken(fields);
    await tokens.add(record);
    return token;
  };
  return {
    url: front.url,
    openAi,
    s3,
    secrets,
    instance,
    key,
    token: await addToken(),
    addToken,
    async setEnabled(token, enabled) {
      await tokens.update(hash("sha256", token), { enabled });
    },
    settled,
    async exchanges() {
      await settled();
      const objects = [...s3.objects(bucket)];
      return objects.map(([path, { bytes }]) => readArchived(path, bytes)).sort(byTime);
    },
    async ledger() {
      await settled();
      const lines: LedgerEntry[] = [];
      for await (const line of ledger.readDay(utcDay(Date.now()))) lines.push(line);
      return lines;
    },
    async close() {
      // An exchange that is still being recorded would find the local DynamoDB closed, which dies of that.
      await settled().catch(() => {});
      await instance.stop();
      await front.close();
      await closeServices();
    },
  };
}
