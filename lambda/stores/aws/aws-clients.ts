import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import type { S3Client } from "@aws-sdk/client-s3";
import type { SecretsManagerClient } from "@aws-sdk/client-secrets-manager";

/**
 * Nothing of the SDK may hang while a developer waits: it would by default wait for ever.
 * https://docs.aws.amazon.com/sdk-for-javascript/v3/developer-guide/node-configuring-maxsockets.html
 */
const shared = { maxAttempts: 3 };
const quick = { connectionTimeout: 1_000, requestTimeout: 3_000, throwOnRequestTimeout: true };
const patient = { connectionTimeout: 1_000, requestTimeout: 4_000, throwOnRequestTimeout: true };

export function createDynamoDbClient(): DynamoDBClient {
  return new DynamoDBClient({ ...shared, requestHandler: quick });
}

/** Loaded when it is first needed, which is after the developer has his answer: half the start of the function. */
export async function createS3Client(): Promise<S3Client> {
  const { S3Client } = await import("./s3-sdk.ts");
  return new S3Client({
    maxAttempts: 2,
    requestHandler: patient,
    // A local stand-in has no host name per bucket.
    forcePathStyle: process.env["AWS_ENDPOINT_URL_S3"] !== undefined,
  });
}

export async function createSecretsManagerClient(): Promise<SecretsManagerClient> {
  const { SecretsManagerClient } = await import("./secrets-manager-sdk.ts");
  return new SecretsManagerClient({ ...shared, requestHandler: quick });
}
