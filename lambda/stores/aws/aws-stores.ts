import type { LambdaConfig } from "../../config.ts";
import { limits } from "../../domain/limits.ts";
import { CachedKeyStore } from "../cached-key-store.ts";
import type { Stores } from "../stores.ts";
import { createDynamoDbClient, createS3Client, createSecretsManagerClient } from "./aws-clients.ts";
import { DynamoDbTokenStore } from "./dynamodb-token-store.ts";
import { DynamoDbUsageLedger } from "./dynamodb-usage-ledger.ts";
import { S3Archive } from "./s3-archive.ts";
import { SecretsManagerKeyStore } from "./secrets-manager-key-store.ts";

/** DynamoDB, S3 and Secrets Manager; the clients of the last two are made when they are first needed. */
export function createAwsStores(config: LambdaConfig, now: () => number): Stores {
  const dynamoDb = createDynamoDbClient();
  const secret = new SecretsManagerKeyStore(once(createSecretsManagerClient), config.openaiSecretId);
  return {
    tokens: new DynamoDbTokenStore(dynamoDb, config.tokensTable),
    ledger: new DynamoDbUsageLedger(dynamoDb, config.usageTable),
    archive: new S3Archive(once(createS3Client), config.logsBucket),
    keys: new CachedKeyStore(secret, { maxAgeMs: limits.keyMaxAgeMs, now }),
  };
}

function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () => (made ??= make());
}
