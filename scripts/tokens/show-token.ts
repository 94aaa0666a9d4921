import { Command } from "commander";
import type { TokenRecord } from "../../lambda/domain/token-record.ts";
import { type StoreOptions, addStoreOptions } from "../cli/store-options.ts";
import { findTokens, whoArgument } from "./choose-token.ts";
import { openPersonalUsage, openTokenAdmin, tokensTableOf } from "./open-token-admin.ts";
import { type RecentUsage, recentUsage } from "./recent-usage.ts";
import { tokenRow } from "./token-row.ts";
import { tokenState } from "./token-state.ts";

interface ShowOptions extends StoreOptions {
  json?: true;
}

export function showTokenCommand(): Command {
  const command = new Command("show")
    .description(
      "A token or all of a person's: state, history, last use, and what this month has cost so far.",
    )
    .argument(...whoArgument)
    .option("--json", "print {user_id, tokens, last_used, month}");
  return addStoreOptions(command).action(async (who: string, options: ShowOptions) => {
    const records = await findTokens(openTokenAdmin(options), who);
    const nowMs = Date.now();
    const usage = openPersonalUsage(options);
    const people = [...new Set(records.map(({ userId }) => userId))];
    for (const userId of people) {
      const own = records.filter((record) => record.userId === userId);
      const isWanted = (tokenId: string): boolean =>
        who === userId || own.some((record) => record.tokenId === tokenId);
      const recent = await recentUsage(usage, userId, { isWanted, nowMs });
      const shown = { userId, own, recent, nowMs };
      process.stdout.write(options.json ? `${JSON.stringify(jsonOf(shown))}\n` : textOf(shown, options));
    }
  });
}

interface Shown {
  userId: string;
  own: readonly TokenRecord[];
  recent: RecentUsage;
  nowMs: number;
}

function jsonOf({ userId, own, recent, nowMs }: Shown): object {
  return {
    user_id: userId,
    tokens: own.map((record) => ({
      ...tokenRow(record),
      state: tokenState(record, nowMs),
      note: record.note ?? null,
      token_hash: record.tokenHash,
      last_used: recent.lastUsed.get(record.tokenId) ?? null,
    })),
    month: recent.month,
  };
}

function textOf({ userId, own, recent, nowMs }: Shown, options: StoreOptions): string {
  const { month } = recent;
  const cost = month.cost_usd === null ? "unknown cost" : `$${month.cost_usd.toFixed(2)}`;
  return [
    `${userId}, ${month.from} to ${month.to}: ${counted(month.requests, "request")}, ${counted(month.total_tokens, "token")}, ${cost}`,
    ...own.flatMap((record) => tokenLines(record, recent, { ...options, nowMs })),
    "",
  ].join("\n");
}

function tokenLines(
  record: TokenRecord,
  recent: RecentUsage,
  options: StoreOptions & { nowMs: number },
): string[] {
  const table = tokensTableOf(options);
  const facts: [string, string | undefined][] = [
    ["state", tokenState(record, options.nowMs)],
    ["team", record.team],
    ["created", record.createdAt],
    ["expires", record.expiresAt ?? "never"],
    ["last used", recent.lastUsed.get(record.tokenId) ?? "not in the last 31 days"],
    ["models", record.models?.join(", ") ?? "any"],
    ["secret scan", record.secretScan],
    ["note", record.note],
    ["token_hash", record.tokenHash],
    ["in AWS", table && switchCommand(table, record)],
  ];
  return [
    "",
    `Token ${record.tokenId}`,
    ...facts.flatMap(([name, value]) => (value === undefined ? [] : `  ${name.padEnd(12)}${value}`)),
  ];
}

/** What flips `enabled` without this program. */
function switchCommand(table: string, { tokenHash, enabled }: TokenRecord): string {
  const key = JSON.stringify({ token_hash: { S: tokenHash } });
  const value = JSON.stringify({ ":e": { BOOL: !enabled } });
  return `aws dynamodb update-item --table-name ${table} --key '${key}' --update-expression 'SET enabled = :e' --expression-attribute-values '${value}'`;
}

const counted = (count: number, what: string): string =>
  `${count.toLocaleString("en-US")} ${what}${count === 1 ? "" : "s"}`;
