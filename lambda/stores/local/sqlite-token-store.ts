import type { DatabaseSync, SQLOutputValue, StatementSync } from "node:sqlite";
import { scanModeOf } from "../../domain/inspect-settings.ts";
import type { TokenRecord } from "../../domain/token-record.ts";
import type { TokenAdmin, TokenStore } from "../token-store.ts";

export class SqliteTokenStore implements TokenStore, TokenAdmin {
  readonly #find: StatementSync;
  readonly #add: StatementSync;
  readonly #list: StatementSync;
  readonly #setEnabled: StatementSync;

  constructor(database: DatabaseSync) {
    this.#find = database.prepare("SELECT * FROM tokens WHERE token_hash = ?");
    this.#add = database.prepare("INSERT INTO tokens VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
    this.#list = database.prepare("SELECT * FROM tokens");
    this.#setEnabled = database.prepare("UPDATE tokens SET enabled = ? WHERE token_hash = ?");
  }

  async find(tokenHash: string): Promise<TokenRecord | undefined> {
    const row = this.#find.get(tokenHash);
    return row && tokenRecordOf(row);
  }

  async add(record: TokenRecord): Promise<void> {
    this.#add.run(
      record.tokenHash,
      record.tokenId,
      record.userId,
      record.enabled ? 1 : 0,
      record.createdAt,
      record.team ?? null,
      record.expiresAt ?? null,
      record.models === undefined ? null : JSON.stringify(record.models),
      record.monthlyBudgetUsd ?? null,
      record.note ?? null,
      record.secretScan ?? null,
    );
  }

  async *list(): AsyncIterable<TokenRecord> {
    for (const row of this.#list.iterate()) yield tokenRecordOf(row);
  }

  async setEnabled(tokenHash: string, enabled: boolean): Promise<boolean> {
    return this.#setEnabled.run(enabled ? 1 : 0, tokenHash).changes === 1;
  }
}

function tokenRecordOf(row: Record<string, SQLOutputValue>): TokenRecord {
  const secretScan = scanModeOf(String(row["secret_scan"]));
  return {
    tokenHash: String(row["token_hash"]),
    tokenId: String(row["token_id"]),
    userId: String(row["user_id"]),
    enabled: row["enabled"] === 1,
    createdAt: String(row["created_at"]),
    ...(row["team"] !== null && { team: String(row["team"]) }),
    ...(row["expires_at"] !== null && { expiresAt: String(row["expires_at"]) }),
    ...(row["models"] !== null && { models: JSON.parse(String(row["models"])) as string[] }),
    ...(row["monthly_budget_usd"] !== null && { monthlyBudgetUsd: Number(row["monthly_budget_usd"]) }),
    ...(row["note"] !== null && { note: String(row["note"]) }),
    ...(secretScan !== undefined && { secretScan }),
  };
}
