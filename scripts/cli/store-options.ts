import { type Command } from "commander";
import { defaultStage, resourceNames } from "../../lambda/resource-names.ts";
import { createDynamoDbClient } from "../../lambda/stores/aws/aws-clients.ts";
import { DynamoDbTokenAdmin } from "../../lambda/stores/aws/dynamodb-token-admin.ts";
import { openLocalDatabase } from "../../lambda/stores/local/local-database.ts";
import { SqliteTokenStore } from "../../lambda/stores/local/sqlite-token-store.ts";
import type { TokenAdmin } from "../../lambda/stores/token-store.ts";

/** Where the data lies: the embedded stores of `npm start`, or AWS. */
export interface StoreOptions {
  /** `true` for the default folder. */
  local?: string | true;
  region?: string;
  stage: string;
}

export const defaultDataDir = ".codex-proxy";

export function addStoreOptions(command: Command): Command {
  return command
    .option("--local [dir]", `the embedded stores of npm start (default folder: ${defaultDataDir})`)
    .option("--region <region>", "the AWS region (default: as the AWS credential chain says)")
    .option("--stage <stage>", "the deployment's stage", defaultStage);
}

export function openTokenAdmin(options: StoreOptions): TokenAdmin {
  if (options.local !== undefined) return new SqliteTokenStore(openLocalDatabase(dataDirOf(options.local)));
  if (options.region !== undefined) process.env["AWS_REGION"] = options.region;
  const tableName = process.env["TOKENS_TABLE"] ?? resourceNames(options.stage).tokensTable;
  return new DynamoDbTokenAdmin(createDynamoDbClient(), tableName);
}

function dataDirOf(local: string | true): string {
  return local === true ? defaultDataDir : local;
}
