import {
  type AttributeValue,
  ConditionalCheckFailedException,
  DeleteItemCommand,
  type DynamoDBClient,
  PutItemCommand,
  UpdateItemCommand,
  paginateScan,
} from "@aws-sdk/client-dynamodb";
import type { TokenRecord } from "../../domain/token-record.ts";
import type { TokenAdmin, TokenChanges } from "../token-store.ts";
import { batchPut } from "./batch-put.ts";
import { DynamoDbTokenStore, tokenRecordOf } from "./dynamodb-token-store.ts";

export class DynamoDbTokenAdmin extends DynamoDbTokenStore implements TokenAdmin {
  readonly #client: DynamoDBClient;
  readonly #tableName: string;

  constructor(client: DynamoDBClient, tableName: string) {
    super(client, tableName);
    this.#client = client;
    this.#tableName = tableName;
  }

  async add(record: TokenRecord): Promise<boolean> {
    const put = new PutItemCommand({
      TableName: this.#tableName,
      Item: itemOf(record),
      ConditionExpression: "attribute_not_exists(token_hash)",
    });
    return unlessConditionFails(this.#client.send(put));
  }

  addNew(records: readonly TokenRecord[]): Promise<void> {
    return batchPut(this.#client, this.#tableName, records.map(itemOf));
  }

  async *list(): AsyncIterable<TokenRecord> {
    // Consistent: an import that was just run must not be run for the same people again.
    const scan = { TableName: this.#tableName, ConsistentRead: true };
    for await (const page of paginateScan({ client: this.#client }, scan)) {
      for (const item of page.Items ?? []) yield tokenRecordOf(item);
    }
  }

  async update(tokenHash: string, { enabled, expiresAt, note }: TokenChanges): Promise<boolean> {
    const values: Record<string, AttributeValue> = {
      ...(enabled !== undefined && { enabled: { BOOL: enabled } }),
      ...(expiresAt !== undefined && { expires_at: { S: expiresAt } }),
      ...(note !== undefined && { note: { S: note } }),
    };
    const names = Object.keys(values);
    const update = new UpdateItemCommand({
      TableName: this.#tableName,
      Key: { token_hash: { S: tokenHash } },
      UpdateExpression: `SET ${names.map((name) => `${name} = :${name}`).join(", ")}`,
      // Without it DynamoDB would make an item out of nothing but a key.
      ConditionExpression: "attribute_exists(token_hash)",
      ExpressionAttributeValues: Object.fromEntries(names.map((name) => [`:${name}`, values[name]!])),
    });
    return unlessConditionFails(this.#client.send(update));
  }

  async remove(tokenHash: string): Promise<boolean> {
    const remove = new DeleteItemCommand({
      TableName: this.#tableName,
      Key: { token_hash: { S: tokenHash } },
      ConditionExpression: "attribute_exists(token_hash)",
    });
    return unlessConditionFails(this.#client.send(remove));
  }
}

async function unlessConditionFails(sent: Promise<unknown>): Promise<boolean> {
  try {
    await sent;
    return true;
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return false;
    throw error;
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
