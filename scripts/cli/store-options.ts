import { type Command } from "commander";
import { defaultStage } from "../../lambda/resource-names.ts";

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
