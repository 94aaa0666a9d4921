import { readFile } from "node:fs/promises";
import { buffer } from "node:stream/consumers";
import { Command, InvalidArgumentError } from "commander";
import { utcDay } from "../lambda/domain/exchange-record.ts";
import { fingerprint } from "../lambda/secrets/redact.ts";
import { type ReportStoreOptions, addReportOptions } from "./cli/report-options.ts";
import { JobError, UsageError, runCommand } from "./cli/run-command.ts";
import { dateRange, daysOf } from "./report/date-range.ts";
import { openReportStores } from "./report/report-stores.ts";
import { stderrProgress } from "./report/stderr-progress.ts";
import { auditArchive } from "./scan-secrets/audit-archive.ts";
import { auditSummary, auditText } from "./scan-secrets/audit-text.ts";
import { scanInput } from "./scan-secrets/scan-input.ts";
import type { ScanKeys } from "./scan-secrets/scan-text.ts";

/** Placeholders need a key, and those that never leave this machine need no secret one. */
const keyWithoutDeployment = "codex-proxy";

interface Options extends ReportStoreOptions {
  allow?: string[];
  json?: true;
}

const program = new Command("scan-secrets")
  .description("The proxy's own detector of secrets, over texts, a request body or the archive.")
  .argument("[file-or-from]", "a file, - for standard input, or the first day (YYYY-MM-DD, UTC)", "-")
  .argument("[to]", "the last day, inclusive (default: the first)")
  .option("--allow <entry>", "a value that may pass, as `allow` prints it; may be given often", collectEntry)
  .option("--json", "the report over the archive as JSON")
  .addHelpText(
    "after",
    `
A file of lines {"text": "…"} gives a line {"findings": [{"rule", "start", "end"}], "redacted": "…"} each;
any other file is one text. SECRET_SCAN_KEY is the deployment's key: placeholders and allow-list entries
are the proxy's own only with it.`,
  );

addReportOptions(program).action(async (first: string, to: string | undefined, options: Options) => {
  if (/^\d{4}-\d\d-\d\d$/.test(first)) return audit(first, to, options);
  if (to !== undefined)
    throw new UsageError(`"${first}" is no day: expected YYYY-MM-DD YYYY-MM-DD, or one file`);
  return scanFile(first, options);
});

program
  .command("allow")
  .description("print the allow-list entry of the value on standard input")
  .action(async () => {
    const value = (await buffer(process.stdin)).toString("utf8").trim();
    if (value === "")
      throw new JobError("standard input is empty: pipe the value to allow into this command");
    if (process.env["SECRET_SCAN_KEY"] === undefined) {
      throw new JobError(
        "SECRET_SCAN_KEY is not set: an entry made without the deployment's key allows nothing there",
      );
    }
    process.stdout.write(`${fingerprint(Buffer.from(value), keysOf({}).key)}\n`);
  });

await runCommand(program);

async function scanFile(file: string, options: Options): Promise<void> {
  const input = file === "-" ? await buffer(process.stdin) : await contentsOf(file);
  for (const result of scanInput(input, keysOf(options))) process.stdout.write(`${JSON.stringify(result)}\n`);
}

async function contentsOf(file: string): Promise<Buffer> {
  try {
    return await readFile(file);
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    throw new JobError(`${file} can't be read (${code}); name another file, or - for standard input`, {
      cause,
    });
  }
}

async function audit(from: string, to: string | undefined, options: Options): Promise<void> {
  const days = daysOf(dateRange(from, to, utcDay(Date.now())));
  const { archive } = await openReportStores(options, process.env);
  const { progress, done } = stderrProgress("exchanges scanned");
  const report = await auditArchive(archive, days, { keys: keysOf(options), ...(progress && { progress }) });
  done();
  process.stdout.write(`${options.json ? JSON.stringify(report) : auditText(report)}\n`);
  process.stderr.write(`${auditSummary(report)}\n`);
}

function keysOf({ allow = [] }: Pick<Options, "allow">): ScanKeys {
  return { key: process.env["SECRET_SCAN_KEY"] ?? keyWithoutDeployment, allowed: new Set(allow) };
}

function collectEntry(entry: string, entries: string[] = []): string[] {
  if (!/^[\da-f]{10}$/.test(entry))
    throw new InvalidArgumentError("expected the 10 hex digits that `allow` prints.");
  return [...entries, entry];
}
