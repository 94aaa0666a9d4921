import { resourceNames } from "../../lambda/resource-names.ts";
import { createDynamoDbClient } from "../../lambda/stores/aws/aws-clients.ts";
import { DynamoDbTokenAdmin } from "../../lambda/stores/aws/dynamodb-token-admin.ts";
import { openLocalDatabase } from "../../lambda/stores/local/local-database.ts";
import { SqliteTokenStore } from "../../lambda/stores/local/sqlite-token-store.ts";
import type { TokenAdmin } from "../../lambda/stores/token-store.ts";
import { type StoreOptions, dataDirOf } from "../cli/store-options.ts";

export function openTokenAdmin(options: StoreOptions): TokenAdmin {
  if (options.local !== undefined) return new SqliteTokenStore(openLocalDatabase(dataDirOf(options.local)));
  if (options.region !== undefined) process.env["AWS_REGION"] = options.region;
  const tableName = process.env["TOKENS_TABLE"] ?? resourceNames(options.stage).tokensTable;
  return new DynamoDbTokenAdmin(createDynamoDbClient(), tableName);
}
