import { Command } from "commander";
import { runCommand } from "./cli/run-command.ts";
import { type ReportStoreOptions, addReportOptions } from "./cli/report-options.ts";

/** `npm run ledger`: the usage ledger is derived, and can be made anew from the archive. */

const program = new Command("ledger").description("Mends the usage ledger from the archive.");

addReportOptions(
  program
    .command("rebuild")
    .description(
      "make the ledger of some days (UTC) what the archive says it is; safe while requests come in",
    )
    .argument("<from>", "first day, like 2026-11-01")
    .argument("[to]", "last day, inclusive (default: FROM)"),
).action(async (from: string, to: string | undefined, options: ReportStoreOptions) => {
  const { rebuildLedger } = await import("./report/rebuild-ledger.ts");
  await rebuildLedger({ from, to, ...options }, { now: Date.now, env: process.env });
});

await runCommand(program);
