import { Command, Option } from "commander";
import { JobError, runCommand } from "./cli/run-command.ts";
import { addReportOptions, collectNames } from "./cli/report-options.ts";
import { checkPriceFiles } from "./prices/price-file.ts";
import type { UsageReportOptions } from "./report/run-usage-report.ts";

/** `npm run usage-report`: who used what, and what did it cost? */

const program = new Command("usage-report")
  .description(
    "Tokens and cost per person, from the usage ledger. Days are UTC unless --timezone says otherwise.",
  )
  .argument("[from]", "first day, like 2026-11-01 (default: today)")
  .argument("[to]", "last day, inclusive (default: FROM)")
  .addOption(
    new Option("--by <dimension>", "what a row stands for")
      .choices(["user", "team", "token", "model", "day", "week", "month", "tier", "client"])
      .default("user"),
  )
  .option("--user <names>", "only these users, separated by commas", collectNames)
  .option("--team <names>", "only these teams, separated by commas", collectNames)
  .option("--breakdown", "each row by model")
  .addOption(
    new Option("--sort <by>", "the order of the rows")
      .choices(["cost", "requests", "tokens", "name"])
      .default("cost"),
  )
  .option("--compact", "a narrow table, for screenshots")
  .option("--timezone <zone>", "cut days in this time zone, like Europe/Berlin", "UTC")
  .option("--json", "print JSON")
  .option("--csv <file>", "write the rows for a spreadsheet")
  .option("--html <file>", "write one self-contained page with charts")
  .option("--digest", "print a short summary in Markdown, for Slack or e-mail")
  .option("--from-archive", "add everything up from the archive's objects instead of the ledger")
  .option("--verify", "compare the ledger with the archive, and name every difference");

addReportOptions(program).action(
  async (from: string | undefined, to: string | undefined, options: UsageReportOptions) => {
    // First, for a price file with a slip in it can't be loaded.
    checkPriceFiles();
    const { runUsageReport } = await import("./report/run-usage-report.ts");
    const refusal = await runUsageReport({ from, to, ...options }, { now: Date.now, env: process.env });
    if (refusal !== undefined) throw new JobError(refusal);
  },
);

await runCommand(program);
