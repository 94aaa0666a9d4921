import { Command } from "commander";
import { addReportOptions } from "./cli/report-options.ts";
import { runCommand } from "./cli/run-command.ts";
import { type CheckOptions, runCheck } from "./response-origin/run-check.ts";

/** `npm run check-response-origin`: who said this error? */

const program = new Command("check-response-origin")
  .description("Who said what a developer was shown: OpenAI, the proxy, or neither?")
  .argument("<text>", "the error, or a part of it, in quotes")
  .option("--from <day>", "first day, UTC (default: yesterday)")
  .option("--to <day>", "last day, inclusive (default: today)")
  .option("--user <name>", "only exchanges of this person")
  .option(
    "--log <file>",
    "log lines of the proxy, - for standard input (default on AWS: the function's own log)",
  )
  .option("--json", "print JSON");

addReportOptions(program).action((text: string, options: CheckOptions) => runCheck(text, options));

await runCommand(program);
