import { once } from "node:events";
import {
  CreateTableCommand,
  type CreateTableCommandInput,
  DynamoDBClient,
  waitUntilTableExists,
} from "@aws-sdk/client-dynamodb";
import dynalite from "dynalite";
import { startLocalServer } from "./local-server.ts";
import { within } from "./within.ts";

/** A DynamoDB without any table. */
export interface EmptyDynamoDb {
  url: URL;
  client: DynamoDBClient;
  /** Requests since the start. */
  readonly calls: number;
  close(): Promise<void>;
}

/** A DynamoDB with the two tables of the product. */
export interface LocalDynamoDb extends EmptyDynamoDb {
  tokensTable: string;
  usageTable: string;
}

const tokensTable = "codex-proxy-tokens";
const usageTable = "codex-proxy-usage";

export async function startDynamoDb(): Promise<LocalDynamoDb> {
  const dynamoDb = await startEmptyDynamoDb();
  await createTables(dynamoDb.client);
  return Object.assign(dynamoDb, { tokensTable, usageTable });
}

export async function startEmptyDynamoDb(): Promise<EmptyDynamoDb> {
  const dynamoDb = dynalite({ createTableMs: 0, deleteTableMs: 0 });
  let calls = 0;
  const underWay = new Set<Promise<unknown>>();
  dynamoDb.on("request", (_request, response) => {
    calls++;
    const answered = once(response, "close").finally(() => underWay.delete(answered));
    underWay.add(answered);
  });
  const server = await startLocalServer(dynamoDb);
  const client = new DynamoDBClient({
    endpoint: server.url.href,
    region: "us-east-1",
    credentials: { accessKeyId: "fake", secretAccessKey: "fake" },
  });
  return {
    url: server.url,
    client,
    get calls() {
      return calls;
    },
    async close() {
      client.destroy();
      // A server under test may still be recording when its test is over: a request that met a closed database would
      // be an uncaught exception.
      dynamoDb.removeAllListeners("request").on("request", (request) => request.destroy());
      await within("DynamoDB to have answered", Promise.all(underWay));
      await server.close();
    },
  };
}

/** Makes a table and waits until it can be used. */
export async function createTable(client: DynamoDBClient, table: CreateTableCommandInput): Promise<void> {
  await client.send(new CreateTableCommand(table));
  const patience = { client, minDelay: 1, maxDelay: 1, maxWaitTime: 10 };
  await waitUntilTableExists(patience, { TableName: table.TableName! });
}

async function createTables(client: DynamoDBClient): Promise<void> {
  await createTable(client, {
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
  });
  await createTable(client, {
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
  });
}
