import { type Command, Option } from "commander";
import { type StoreOptions, addStoreOptions } from "./store-options.ts";

/** Where a report reads from: the stores of every command, and the archive's bucket. */
export interface ReportStoreOptions extends StoreOptions {
  bucket?: string;
}

export function addReportOptions(command: Command): Command {
  return addStoreOptions(command).addOption(
    new Option("--bucket <name>", "AWS: the archive's bucket (default: that of the stage)").env(
      "LOGS_BUCKET",
    ),
  );
}

/** `--user a,b --user c` is three users. */
export function collectNames(value: string, previous: string[] = []): string[] {
  return previous.concat(value.split(",").map((name) => name.trim()));
}
