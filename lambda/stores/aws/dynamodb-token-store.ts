import { type AttributeValue, type DynamoDBClient, GetItemCommand } from "@aws-sdk/client-dynamodb";
import { scanModeOf } from "../../domain/inspect-settings.ts";
import type { TokenRecord } from "../../domain/token-record.ts";
import type { TokenStore } from "../token-store.ts";

export class DynamoDbTokenStore implements TokenStore {
  readonly #client: DynamoDBClient;
  readonly #tableName: string;

  constructor(client: DynamoDBClient, tableName: string) {
    this.#client = client;
    this.#tableName = tableName;
  }

  async find(tokenHash: string): Promise<TokenRecord | undefined> {
    const { Item: item } = await this.#client.send(
      // Strongly consistent: a token that was disabled a moment ago must not pass once more.
      // https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/HowItWorks.ReadConsistency.html
      new GetItemCommand({
        TableName: this.#tableName,
        Key: { token_hash: { S: tokenHash } },
        ConsistentRead: true,
      }),
    );
    return item && tokenRecordOf(item);
  }
}

/** `enabled` that is anything but the boolean true means disabled: an admin's typing error must not open a door. */
export function tokenRecordOf(item: Record<string, AttributeValue>): TokenRecord {
  const tokenHash = item["token_hash"]?.S ?? "";
  const record: TokenRecord = {
    tokenHash,
    tokenId: item["token_id"]?.S ?? tokenHash.slice(0, 12),
    userId: item["user_id"]?.S ?? "unknown",
    enabled: item["enabled"]?.BOOL === true,
    createdAt: item["created_at"]?.S ?? "",
  };
  if (item["team"]?.S) record.team = item["team"].S;
  if (item["expires_at"]?.S) record.expiresAt = item["expires_at"].S;
  if (item["models"]) record.models = item["models"].SS ?? [];
  if (item["monthly_budget_usd"]?.N) record.monthlyBudgetUsd = Number(item["monthly_budget_usd"].N);
  if (item["note"]?.S) record.note = item["note"].S;
  const secretScan = scanModeOf(item["secret_scan"]?.S);
  if (secretScan !== undefined) record.secretScan = secretScan;
  return record;
}
