import { resourceNames } from "../../lambda/resource-names.ts";
import { createDynamoDbClient } from "../../lambda/stores/aws/aws-clients.ts";
import { DynamoDbTokenAdmin } from "../../lambda/stores/aws/dynamodb-token-admin.ts";
import { DynamoDbPersonalUsage } from "../../lambda/stores/aws/dynamodb-personal-usage.ts";
import { openLocalDatabase } from "../../lambda/stores/local/local-database.ts";
import { SqliteTokenStore } from "../../lambda/stores/local/sqlite-token-store.ts";
import { SqliteUsageLedger } from "../../lambda/stores/local/sqlite-usage-ledger.ts";
import type { TokenAdmin } from "../../lambda/stores/token-store.ts";
import type { PersonalUsage } from "../../lambda/stores/usage-ledger.ts";
import { type StoreOptions, dataDirOf, existingDataDirOf } from "../cli/store-options.ts";

/** @throws JobError where there is no such data directory */
export function openTokenAdmin(options: StoreOptions): TokenAdmin {
  return tokenAdmin(options, existingDataDirOf);
}

/** For what makes tokens, which may come before the first `npm start`: makes the data directory as well. */
export function makeTokenAdmin(options: StoreOptions): TokenAdmin {
  return tokenAdmin(options, dataDirOf);
}

function tokenAdmin(options: StoreOptions, folderOf: (local: string | true) => string): TokenAdmin {
  if (options.local !== undefined) return new SqliteTokenStore(openLocalDatabase(folderOf(options.local)));
  useRegion(options);
  const tableName = process.env["TOKENS_TABLE"] ?? resourceNames(options.stage).tokensTable;
  return new DynamoDbTokenAdmin(createDynamoDbClient(), tableName);
}

export function openPersonalUsage(options: StoreOptions): PersonalUsage {
  if (options.local !== undefined)
    return new SqliteUsageLedger(openLocalDatabase(existingDataDirOf(options.local)));
  useRegion(options);
  const tableName = process.env["USAGE_TABLE"] ?? resourceNames(options.stage).usageTable;
  return new DynamoDbPersonalUsage(createDynamoDbClient(), tableName);
}

/** The table's name as the AWS CLI has to be told; undefined for the embedded stores. */
export function tokensTableOf(options: StoreOptions): string | undefined {
  if (options.local !== undefined) return undefined;
  return process.env["TOKENS_TABLE"] ?? resourceNames(options.stage).tokensTable;
}

function useRegion({ region }: StoreOptions): void {
  if (region !== undefined) process.env["AWS_REGION"] = region;
}
