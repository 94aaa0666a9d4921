import { Command } from "commander";
import type { TokenRecord } from "../../lambda/domain/token-record.ts";
import { type StoreOptions, addStoreOptions } from "../cli/store-options.ts";
import { openTokenAdmin } from "./open-token-admin.ts";
import { textTable } from "../cli/text-table.ts";

interface ListOptions extends StoreOptions {
  json?: true;
}

export function listTokensCommand(): Command {
  const command = new Command("list")
    .description("Who has a token, and whether it is enabled.")
    .option("--json", "print an array of objects");
  return addStoreOptions(command).action(async (options: ListOptions) => {
    const records = await Array.fromAsync(openTokenAdmin(options).list());
    records.sort((a, b) => compare(a.userId, b.userId) || compare(a.createdAt, b.createdAt));
    process.stdout.write(options.json ? `${JSON.stringify(records.map(jsonOf))}\n` : tableOf(records));
    if (records.length === 0 && !options.json) process.stderr.write("There are no tokens yet.\n");
  });
}

function jsonOf(record: TokenRecord): object {
  return {
    token_id: record.tokenId,
    user_id: record.userId,
    team: record.team ?? null,
    enabled: record.enabled,
    created_at: record.createdAt,
    expires_at: record.expiresAt ?? null,
    models: record.models ?? null,
    monthly_budget_usd: record.monthlyBudgetUsd ?? null,
  };
}

function tableOf(records: readonly TokenRecord[]): string {
  if (records.length === 0) return "";
  return textTable(
    ["TOKEN ID", "USER", "TEAM", "ENABLED", "CREATED", "EXPIRES", "MODELS"],
    records.map((record) => [
      record.tokenId,
      record.userId,
      record.team ?? "",
      record.enabled ? "yes" : "no",
      record.createdAt.slice(0, 10),
      record.expiresAt?.slice(0, 10) ?? "",
      record.models?.join(",") ?? "any",
    ]),
  );
}

function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
