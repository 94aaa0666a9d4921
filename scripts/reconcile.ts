import { Command } from "commander";
import { runCommand } from "./cli/run-command.ts";
import { addReportOptions, collectNames } from "./cli/report-options.ts";
import { checkPriceFiles } from "./prices/price-file.ts";
import type { ReconcileOptions } from "./reconcile/run-reconcile.ts";

/** `npm run reconcile`: do our books agree with OpenAI's? */

const program = new Command("reconcile")
  .description("Compares the cost by our ledger with OpenAI's own books, by UTC day and model.")
  .argument("<from>", "first day, like 2026-11-01")
  .argument("[to]", "last day, inclusive (default: FROM)")
  .option("--key-stdin", "read the organisation's admin key from standard input")
  .option("--key-secret <id>", "read the admin key from this secret of AWS Secrets Manager")
  .option("--csv <file>", "read an export of OpenAI's usage dashboard instead of the API")
  .option("--project <ids>", "only these projects of the organisation", collectNames)
  .option("--fail-above <percent>", "exit with 1 where the total drifts by more")
  .option("--api-url <url>", "where OpenAI's Costs API is", "https://api.openai.com")
  .option("--json", "print JSON");

addReportOptions(program).action(async (from: string, to: string | undefined, options: ReconcileOptions) => {
  checkPriceFiles();
  const { runReconcile } = await import("./reconcile/run-reconcile.ts");
  await runReconcile({ from, to, ...options }, { now: new Date(), env: process.env });
});

await runCommand(program);
