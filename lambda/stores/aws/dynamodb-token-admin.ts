import {
  type AttributeValue,
  ConditionalCheckFailedException,
  type DynamoDBClient,
  PutItemCommand,
  UpdateItemCommand,
  paginateScan,
} from "@aws-sdk/client-dynamodb";
import type { TokenRecord } from "../../domain/token-record.ts";
import type { TokenAdmin } from "../token-store.ts";
import { tokenRecordOf } from "./dynamodb-token-store.ts";

export class DynamoDbTokenAdmin implements TokenAdmin {
  readonly #client: DynamoDBClient;
  readonly #tableName: string;

  constructor(client: DynamoDBClient, tableName: string) {
    this.#client = client;
    this.#tableName = tableName;
  }

  async add(record: TokenRecord): Promise<void> {
    await this.#client.send(
      new PutItemCommand({
        TableName: this.#tableName,
        Item: itemOf(record),
        ConditionExpression: "attribute_not_exists(token_hash)",
      }),
    );
  }

  async *list(): AsyncIterable<TokenRecord> {
    for await (const page of paginateScan({ client: this.#client }, { TableName: this.#tableName })) {
      for (const item of page.Items ?? []) yield tokenRecordOf(item);
    }
  }

  async setEnabled(tokenHash: string, enabled: boolean): Promise<boolean> {
    try {
      await this.#client.send(
        new UpdateItemCommand({
          TableName: this.#tableName,
          Key: { token_hash: { S: tokenHash } },
          UpdateExpression: "SET enabled = :enabled",
          // Without it DynamoDB would make an item out of nothing but a key.
          ConditionExpression: "attribute_exists(token_hash)",
          ExpressionAttributeValues: { ":enabled": { BOOL: enabled } },
        }),
      );
      return true;
    } catch (error) {
      if (error instanceof ConditionalCheckFailedException) return false;
      throw error;
    }
  }
}

function itemOf(record: TokenRecord): Record<string, AttributeValue> {
  return {
    token_hash: { S: record.tokenHash },
    token_id: { S: record.tokenId },
    user_id: { S: record.userId },
    enabled: { BOOL: record.enabled },
    created_at: { S: record.createdAt },
    ...(record.team !== undefined && { team: { S: record.team } }),
    ...(record.expiresAt !== undefined && { expires_at: { S: record.expiresAt } }),
    ...(record.models !== undefined && { models: { SS: record.models } }),
    ...(record.monthlyBudgetUsd !== undefined && {
      monthly_budget_usd: { N: String(record.monthlyBudgetUsd) },
    }),
    ...(record.note !== undefined && { note: { S: record.note } }),
    ...(record.secretScan !== undefined && { secret_scan: { S: record.secretScan } }),
  };
}
