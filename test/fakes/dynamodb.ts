import { CreateTableCommand, DynamoDBClient, waitUntilTableExists } from "@aws-sdk/client-dynamodb";
import dynalite from "dynalite";
import { startLocalServer } from "./local-server.ts";

/** A DynamoDB with the two tables of the product. */
export interface LocalDynamoDb {
  url: URL;
  client: DynamoDBClient;
  tokensTable: string;
  usageTable: string;
  /** Requests since the start. */
  readonly calls: number;
  close(): Promise<void>;
}

const tokensTable = "codex-proxy-tokens";
const usageTable = "codex-proxy-usage";

export async function startDynamoDb(): Promise<LocalDynamoDb> {
  const dynamoDb = dynalite({ createTableMs: 0 });
  let calls = 0;
  dynamoDb.on("request", () => calls++);
  const server = await startLocalServer(dynamoDb);
  const client = new DynamoDBClient({
    endpoint: server.url.href,
    region: "us-east-1",
    credentials: { accessKeyId: "fake", secretAccessKey: "fake" },
  });
  await createTables(client);
  return {
    url: server.url,
    client,
    tokensTable,
    usageTable,
    get calls() {
      return calls;
    },
    async close() {
      client.destroy();
      await server.close();
    },
  };
}

async function createTables(client: DynamoDBClient): Promise<void> {
  await client.send(
    new CreateTableCommand({
      TableName: tokensTable,
      BillingMode: "PAY_PER_REQUEST",
      AttributeDefinitions: [
        { AttributeName: "token_hash", AttributeType: "S" },
        { AttributeName: "user_id", AttributeType: "S" },
      ],
      KeySchema: [{ AttributeName: "token_hash", KeyType: "HASH" }],
      GlobalSecondaryIndexes: [
        {
          IndexName: "user_id",
          KeySchema: [{ AttributeName: "user_id", KeyType: "HASH" }],
          Projection: { ProjectionType: "ALL" },
        },
      ],
    }),
  );
  await client.send(
    new CreateTableCommand({
      TableName: usageTable,
      BillingMode: "PAY_PER_REQUEST",
      AttributeDefinitions: [
        { AttributeName: "day", AttributeType: "S" },
        { AttributeName: "series", AttributeType: "S" },
      ],
      KeySchema: [
        { AttributeName: "day", KeyType: "HASH" },
        { AttributeName: "series", KeyType: "RANGE" },
      ],
    }),
  );
  const patience = { client, minDelay: 1, maxDelay: 1, maxWaitTime: 10 };
  await Promise.all(
    [tokensTable, usageTable].map((TableName) => waitUntilTableExists(patience, { TableName })),
  );
}
