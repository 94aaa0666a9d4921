import { Command } from "commander";
import { runReportCommand } from "./cli/report-command.ts";
import { addStoreOptions } from "./cli/report-options.ts";
import type { StoreOptions } from "./report/report-stores.ts";

/** `npm run ledger`: the usage ledger is derived, and can be made anew from the archive. */

const program = new Command("ledger").description("Mends the usage ledger from the archive.");

addStoreOptions(
  program
    .command("rebuild")
    .description(
      "make the ledger of some days (UTC) what the archive says it is; safe while requests come in",
    )
    .argument("<from>", "first day, like 2026-11-01")
    .argument("[to]", "last day, inclusive (default: FROM)"),
).action(async (from: string, to: string | undefined, options: StoreOptions) => {
  const { rebuildLedger } = await import("./report/rebuild-ledger.ts");
  await rebuildLedger({ from, to, ...options }, { now: Date.now, env: process.env });
});

await runReportCommand(program, process.argv);
