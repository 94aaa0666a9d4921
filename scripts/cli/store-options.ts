import { existsSync } from "node:fs";
import { join } from "node:path";
import { type Command } from "commander";
import { defaultStage } from "../../lambda/resource-names.ts";
import { JobError } from "./run-command.ts";

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

export function dataDirOf(local: string | true): string {
  return local === true ? defaultDataDir : local;
}

/**
 * For a command that makes no data directory, unlike `npm start`: one that is not there is a slip of the pen.
 * @throws JobError where there is none
 */
export function existingDataDirOf(local: string | true): string {
  const dataDir = dataDirOf(local);
  if (existsSync(join(dataDir, "codex-proxy.db"))) return dataDir;
  throw new JobError(`there are no records in ${dataDir}: expected the data directory of \`npm start\`.`);
}
