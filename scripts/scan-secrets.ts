import { statSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { buffer } from "node:stream/consumers";
import { Command, CommanderError, InvalidArgumentError } from "commander";
import { fingerprint } from "../lambda/secrets/redact.ts";
import type { ArchiveReader } from "../lambda/stores/archive-reader.ts";
import { createS3Client } from "../lambda/stores/aws/aws-clients.ts";
import { S3ArchiveReader } from "../lambda/stores/aws/s3-archive-reader.ts";
import { FolderArchiveReader } from "../lambda/stores/local/folder-archive-reader.ts";
import { auditArchive } from "./scan-secrets/audit-archive.ts";
import { auditSummary, auditText } from "./scan-secrets/audit-text.ts";
import { scanInput } from "./scan-secrets/scan-input.ts";
import type { ScanKeys } from "./scan-secrets/scan-text.ts";

/** Placeholders need a key, and those that never leave this machine need no secret one. */
const keyWithoutDeployment = "codex-proxy";
const dayShape = /^\d{4}-\d\d-\d\d$/;
const dayMs = 24 * 60 * 60 * 1000;
const mostDays = 3660;

interface Options {
  allow: string[];
  local?: string | true;
  bucket?: string;
  region?: string;
  json?: true;
}

const program = new Command("scan-secrets")
  .description("The proxy's own detector of secrets, over texts, a request body or the archive.")
  .argument("[file-or-from]", "a file, - for standard input, or the first day (YYYY-MM-DD, UTC)", "-")
  .argument("[to]", "the last day, inclusive; default: the first")
  .option("--allow <entry>", "a value that may pass, as `allow` prints it; may be given often", collect, [])
  .option("--local [dir]", "the archive of the embedded stores (default: .codex-proxy)")
  .option("--bucket <name>", "the archive's S3 bucket (default: LOGS_BUCKET)")
  .option("--region <name>", "the AWS region (default: as the AWS SDK finds it)")
  .option("--json", "the report over the archive as JSON")
  .addHelpText(
    "after",
    `
A file of lines {"text": "…"} gives a line {"findings": [{"rule", "start", "end"}], "redacted": "…"} each;
any other file is one text. SECRET_SCAN_KEY is the deployment's key: placeholders and allow-list entries
are the proxy's own only with it.`,
  )
  .exitOverride()
  .action(async (first: string, to: string | undefined, options: Options) => {
    if (dayShape.test(first)) return audit(first, to ?? first, options);
    if (to !== undefined)
      throw wrongUsage(`"${first}" is no day: expected YYYY-MM-DD YYYY-MM-DD, or one file`);
    return scanFile(first, options);
  });

program
  .command("allow")
  .description("print the allow-list entry of the value on standard input")
  .action(async () => {
    const value = (await buffer(process.stdin)).toString("utf8").trim();
    if (value === "") throw new Error("Standard input is empty: pipe the value to allow into this command.");
    if (process.env["SECRET_SCAN_KEY"] === undefined) {
      throw new Error(
        "SECRET_SCAN_KEY is not set: an entry made without the deployment's key allows nothing there.",
      );
    }
    process.stdout.write(`${fingerprint(Buffer.from(value), keysOf({ allow: [] }).key)}\n`);
  });

// Whoever reads may stop reading, as `head` does.
process.stdout.on("error", (error: NodeJS.ErrnoException) => process.exit(error.code === "EPIPE" ? 0 : 1));

try {
  await program.parseAsync();
} catch (error) {
  process.exitCode = exitCodeOf(error);
}

async function scanFile(file: string, options: Options): Promise<void> {
  const input = file === "-" ? await buffer(process.stdin) : await readFile(file);
  for (const result of scanInput(input, keysOf(options))) process.stdout.write(`${JSON.stringify(result)}\n`);
}

async function audit(from: string, to: string, options: Options): Promise<void> {
  const days = daysBetween(from, to);
  const report = await auditArchive(archiveOf(options), days, keysOf(options), showProgress);
  if (process.stderr.isTTY) process.stderr.write("\r\u001B[K");
  process.stdout.write(`${options.json === true ? JSON.stringify(report) : auditText(report)}\n`);
  console.error(auditSummary(report));
}

function showProgress(exchanges: number): void {
  if (process.stderr.isTTY && exchanges % 100 === 0) process.stderr.write(`\r${exchanges} exchanges …`);
}

function archiveOf({ local, bucket, region }: Options): ArchiveReader {
  if (local !== undefined) {
    const folder = local === true ? ".codex-proxy" : local;
    if (statSync(folder, { throwIfNoEntry: false })?.isDirectory() !== true) {
      throw new Error(
        `There is no data directory ${folder}: give the one of \`npm start\` with --local DIR.`,
      );
    }
    return new FolderArchiveReader(folder);
  }
  const name = bucket ?? process.env["LOGS_BUCKET"];
  if (name === undefined) throw wrongUsage("which archive? give --local [DIR], --bucket NAME or LOGS_BUCKET");
  if (region !== undefined) process.env["AWS_REGION"] = region;
  return new S3ArchiveReader(createS3Client, name);
}

function keysOf({ allow }: Pick<Options, "allow">): ScanKeys {
  return { key: process.env["SECRET_SCAN_KEY"] ?? keyWithoutDeployment, allowed: new Set(allow) };
}

function daysBetween(from: string, to: string): string[] {
  const first = Date.parse(from);
  const last = Date.parse(to);
  const isReal = (day: string, ms: number): boolean => new Date(ms || 0).toISOString().startsWith(day);
  if (!dayShape.test(to) || !isReal(from, first) || !isReal(to, last))
    throw wrongUsage("a day is YYYY-MM-DD");
  if (last < first) throw wrongUsage(`${to} is before ${from}: the first day comes first`);
  const count = (last - first) / dayMs + 1;
  if (count > mostDays) throw wrongUsage(`${count} days are more than ${mostDays}`);
  return Array.from({ length: count }, (_, day) => new Date(first + day * dayMs).toISOString().slice(0, 10));
}

function collect(entry: string, entries: string[]): string[] {
  if (!/^[\da-f]{10}$/.test(entry))
    throw new InvalidArgumentError("expected the 10 hex digits that `allow` prints.");
  return [...entries, entry];
}

function wrongUsage(message: string): CommanderError {
  console.error(`error: ${message}`);
  return new CommanderError(2, "codex-proxy.usage", message);
}

/** 0 for help, 2 for wrong usage, 1 with one line for a job that failed. */
function exitCodeOf(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
  const reason = error instanceof Error ? error.message : String(error);
  console.error(`scan-secrets: ${reason.split("\n", 1)[0]}`);
  return 1;
}
