import { stringify } from "csv-stringify/sync";
import { Command, Option } from "commander";
import type { TokenRecord } from "../../lambda/domain/token-record.ts";
import { type StoreOptions, addStoreOptions } from "../cli/store-options.ts";
import { textTable } from "../cli/text-table.ts";
import { stderrProgress } from "../report/stderr-progress.ts";
import { openTokenAdmin } from "./open-token-admin.ts";
import { tokenRow } from "./token-row.ts";
import { type TokenState, tokenState } from "./token-state.ts";

interface ListOptions extends StoreOptions {
  user?: string;
  team?: string;
  state?: TokenState;
  keys?: true;
  json?: true;
  csv?: true;
}

export function listTokensCommand(): Command {
  const command = new Command("list")
    .description("Who has a token, and whether it is let in.")
    .option("--user <text>", "only people whose name has this in it")
    .option("--team <team>", "only this team")
    .addOption(
      new Option("--state <state>", "only tokens in this state").choices(["enabled", "disabled", "expired"]),
    )
    .option("--keys", "show token_hash as well: the key of the table")
    .addOption(new Option("--json", "print an array of objects").conflicts("csv"))
    .option("--csv", "print a table for a spreadsheet");
  return addStoreOptions(command).action(async (options: ListOptions) => {
    const records = await wantedTokens(options, Date.now());
    process.stdout.write(printed(records, options));
    if (records.length === 0 && !options.json)
      process.stderr.write("There are no tokens yet, or none like that.\n");
  });
}

async function wantedTokens(options: ListOptions, nowMs: number): Promise<TokenRecord[]> {
  const { user = "", team, state } = options;
  const records: TokenRecord[] = [];
  const { progress, done } = stderrProgress("tokens read");
  let read = 0;
  for await (const record of openTokenAdmin(options).list()) {
    if (++read % 1_000 === 0) progress?.(read);
    if (!record.userId.toLowerCase().includes(user.toLowerCase())) continue;
    if (team !== undefined && record.team !== team) continue;
    if (state !== undefined && tokenState(record, nowMs) !== state) continue;
    records.push(record);
  }
  done();
  return records.sort((a, b) => compare(a.userId, b.userId) || compare(a.createdAt, b.createdAt));
}

function printed(records: readonly TokenRecord[], options: ListOptions): string {
  if (options.json) return `${JSON.stringify(records.map((record) => jsonOf(record, options)))}\n`;
  if (options.csv) return csvOf(records, options);
  return records.length === 0 ? "" : tableOf(records, options);
}

const jsonOf = (record: TokenRecord, { keys }: ListOptions) =>
  keys ? { ...tokenRow(record), token_hash: record.tokenHash } : tokenRow(record);

/** No cell may be run as a formula: https://owasp.org/www-community/attacks/CSV_Injection */
function csvOf(records: readonly TokenRecord[], options: ListOptions): string {
  const rows = records.map((record) => ({
    ...jsonOf(record, options),
    enabled: record.enabled ? "yes" : "no",
    models: record.models?.join(" ") ?? "",
  }));
  return stringify(rows, { header: true, bom: true, escape_formulas: true, record_delimiter: "windows" });
}

function tableOf(records: readonly TokenRecord[], { keys }: ListOptions): string {
  const head = ["TOKEN ID", "USER", "TEAM", "ENABLED", "CREATED", "EXPIRES", "MODELS"];
  const rows = records.map((record) => [
    record.tokenId,
    record.userId,
    record.team ?? "",
    record.enabled ? "yes" : "no",
    record.createdAt.slice(0, 10),
    record.expiresAt?.slice(0, 10) ?? "",
    record.models?.join(",") ?? "any",
    ...(keys ? [record.tokenHash] : []),
  ]);
  return `${textTable(keys ? [...head, "TOKEN HASH"] : head, rows)}\n`;
}

function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
