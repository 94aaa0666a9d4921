import type { LambdaConfig } from "../../config.ts";
import { limits } from "../../domain/limits.ts";
import { join } from "node:path";
import { CachedKeyStore } from "../cached-key-store.ts";
import { FolderSpool } from "../local/folder-spool.ts";
import { persistentArchive, persistentLedger } from "../persistent-stores.ts";
import type { Stores } from "../stores.ts";
import { createDynamoDbClient, createS3Client, createSecretsManagerClient } from "./aws-clients.ts";
import { DynamoDbPersonalUsage } from "./dynamodb-personal-usage.ts";
import { DynamoDbTokenStore } from "./dynamodb-token-store.ts";
import { DynamoDbUsageLedger } from "./dynamodb-usage-ledger.ts";
import { S3Archive } from "./s3-archive.ts";
import { SecretsManagerKeyStore } from "./secrets-manager-key-store.ts";

/**
 * DynamoDB, S3 and Secrets Manager; the clients of the last two are made when they are first needed.
 * @param spoolFolder where what can't be written is kept for a later try
 */
export function createAwsStores(config: LambdaConfig, spoolFolder: string, now: () => number): Stores {
  const dynamoDb = createDynamoDbClient();
  const secret = new SecretsManagerKeyStore(once(createSecretsManagerClient), config.openaiSecretId);
  return {
    tokens: new DynamoDbTokenStore(dynamoDb, config.tokensTable),
    ledger: persistentLedger(new DynamoDbUsageLedger(dynamoDb, config.usageTable), {
      spool: new FolderSpool(join(spoolFolder, "ledger")),
    }),
    usage: new DynamoDbPersonalUsage(dynamoDb, config.usageTable),
    archive: persistentArchive(new S3Archive(once(createS3Client), config.logsBucket), {
      spool: new FolderSpool(join(spoolFolder, "archive")),
    }),
    keys: new CachedKeyStore(secret, { maxAgeMs: limits.keyMaxAgeMs, now }),
  };
}

function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () => (made ??= make());
}
