import { DynamoDbTokenAdmin } from "../../lambda/stores/aws/dynamodb-token-admin.ts";
import { makeDeveloperToken, makeOpenAiKey } from "./developer-token.ts";
import { type LocalDynamoDb, startDynamoDb } from "./dynamodb.ts";
import { FakeS3 } from "./fake-s3.ts";

/** What `npm start -- --store aws` needs, with one developer's token. */
export interface AwsForServer {
  s3: FakeS3;
  bucket: string;
  dynamoDb: LocalDynamoDb;
  admin: DynamoDbTokenAdmin;
  token: string;
  tokenHash: string;
  env: Record<string, string>;
}

export async function startAwsForServer(
  t: { after(close: () => Promise<void>): void },
  openAi: URL,
): Promise<AwsForServer> {
  const bucket = "logs";
  const [s3, dynamoDb] = await Promise.all([FakeS3.start(bucket), startDynamoDb()]);
  for (const service of [s3, dynamoDb]) t.after(() => service.close());
  const { token, record } = makeDeveloperToken();
  const admin = new DynamoDbTokenAdmin(dynamoDb.client, dynamoDb.tokensTable);
  await admin.add(record);
  const env = {
    TOKENS_TABLE: dynamoDb.tokensTable,
    USAGE_TABLE: dynamoDb.usageTable,
    LOGS_BUCKET: bucket,
    UPSTREAM_URL: openAi.origin,
    OPENAI_API_KEY: makeOpenAiKey(),
    AWS_REGION: "us-east-1",
    AWS_ACCESS_KEY_ID: "fake",
    AWS_SECRET_ACCESS_KEY: "fake",
    AWS_ENDPOINT_URL_DYNAMODB: dynamoDb.url.origin,
    AWS_ENDPOINT_URL_S3: s3.url.origin,
  };
  return { s3, bucket, dynamoDb, admin, token, tokenHash: record.tokenHash, env };
}
