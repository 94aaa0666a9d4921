import { readLambdaConfig } from "./config.ts";
import { limits } from "./domain/limits.ts";
import { describeError } from "./domain/refusal.ts";
import { type LambdaStreaming, createFunctionUrlHandler } from "./hosts/function-url.ts";
import { createProxy } from "./proxy.ts";
import { authenticateByToken } from "./steps/authenticate.ts";
import { forwardTo } from "./steps/forward.ts";
import { recordTo } from "./steps/record.ts";
import { UpstreamClient } from "./steps/upstream-client.ts";
import {
  createDynamoDbClient,
  createS3Client,
  createSecretsManagerClient,
} from "./stores/aws/aws-clients.ts";
import { DynamoDbTokenStore } from "./stores/aws/dynamodb-token-store.ts";
import { DynamoDbUsageLedger } from "./stores/aws/dynamodb-usage-ledger.ts";
import { S3Archive } from "./stores/aws/s3-archive.ts";
import { SecretsManagerKeyStore } from "./stores/aws/secrets-manager-key-store.ts";
import { CachedKeyStore } from "./stores/cached-key-store.ts";

/** The composition root of the function: everything is made once per instance, here, and handed over. */

declare const awslambda: LambdaStreaming;

// Without these the runtime client ends the process, and with it the stream of a developer who did nothing wrong.
process.on("unhandledRejection", logSurprise);
process.on("uncaughtException", logSurprise);

const config = readLambdaConfig(process.env);
const now = Date.now;
const dynamoDb = createDynamoDbClient();
const once = <T>(make: () => Promise<T>): (() => Promise<T>) => {
  let made: Promise<T> | undefined;
  return () => (made ??= make());
};

const proxy = createProxy({
  routes: "standard",
  authenticate: authenticateByToken(new DynamoDbTokenStore(dynamoDb, config.tokensTable), now),
  forward: forwardTo(
    new UpstreamClient({ url: config.upstreamUrl, now }),
    new CachedKeyStore(new SecretsManagerKeyStore(once(createSecretsManagerClient), config.openaiSecretId), {
      maxAgeMs: limits.keyMaxAgeMs,
      now,
    }),
  ),
  record: recordTo({
    archive: new S3Archive(once(createS3Client), config.logsBucket),
    ledger: new DynamoDbUsageLedger(dynamoDb, config.usageTable),
    logBodies: config.logBodies,
    functionName: config.functionName,
    log: (line) => process.stdout.write(`${line}\n`),
    now,
  }),
  now,
});

export const handler = createFunctionUrlHandler(proxy, awslambda, now);

function logSurprise(error: unknown): void {
  process.stdout.write(
    `${JSON.stringify({ level: "ERROR", message: "surprise", cause: describeError(error) })}\n`,
  );
}
