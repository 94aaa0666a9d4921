import assert from "node:assert/strict";
import { DynamoDBClient, UpdateItemCommand } from "@aws-sdk/client-dynamodb";
import { test } from "node:test";
import { startDynamoDb } from "./dynamodb.ts";

test("the local DynamoDB is closed while a server still writes, and only the server's requests fail", async () => {
  for (let i = 0; i < 10; i++) {
    const { url, usageTable, close } = await startDynamoDb();
    const server = new DynamoDBClient({
      endpoint: url.href,
      region: "us-east-1",
      credentials: { accessKeyId: "fake", secretAccessKey: "fake" },
      maxAttempts: 1,
    });
    const add = (series: number): Promise<unknown> =>
      server.send(
        new UpdateItemCommand({
          TableName: usageTable,
          Key: { day: { S: "2026-11-22" }, series: { S: String(series) } },
          UpdateExpression: "ADD requests :one",
          ExpressionAttributeValues: { ":one": { N: "1" } },
        }),
      );
    const addUntilItFails = async (series: number): Promise<unknown> => {
      try {
        while (true) await add(series);
      } catch (error) {
        return error;
      }
    };
    const failed = Promise.all(Array.from({ length: 20 }, (_, series) => addUntilItFails(series)));
    await add(-1);
    await close();
    for (const error of await failed) assert.doesNotMatch(String(error), /Database/);
    server.destroy();
  }
});
