import { type Command, Option } from "commander";

/** The options of every command that reads usage: which stores, on this machine or on AWS. */
export function addStoreOptions(command: Command): Command {
  return command
    .option("--local [dir]", "the embedded stores of `npm start` (default directory: .codex-proxy)")
    .option("--region <region>", "AWS: the region of the deployment")
    .option("--stage <stage>", "AWS: another deployment than the default one")
    .addOption(new Option("--bucket <name>", "AWS: the archive's bucket").env("LOGS_BUCKET"));
}

/** `--user a,b --user c` is three users. */
export function collectNames(value: string, previous: string[]): string[] {
  return previous.concat(value.split(",").map((name) => name.trim()));
}
