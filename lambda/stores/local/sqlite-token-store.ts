import type { DatabaseSync, SQLOutputValue, StatementSync } from "node:sqlite";
import { scanModeOf } from "../../domain/inspect-settings.ts";
import type { TokenRecord } from "../../domain/token-record.ts";
import type { TokenAdmin, TokenChanges } from "../token-store.ts";

export class SqliteTokenStore implements TokenAdmin {
  readonly #database: DatabaseSync;
  readonly #find: StatementSync;
  readonly #add: StatementSync;
  readonly #update: StatementSync;
  readonly #remove: StatementSync;
  readonly #version: StatementSync;
  /** By their hash, as they stand in that version of the database. */
  readonly #known = new Map<string, TokenRecord>();
  #knownVersion: number | undefined;

  constructor(database: DatabaseSync) {
    this.#database = database;
    this.#find = database.prepare("SELECT * FROM tokens WHERE token_hash = ?");
    this.#add = database.prepare(
      "INSERT INTO tokens VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
    );
    this.#update = database.prepare(
      `UPDATE tokens SET enabled = coalesce(?, enabled), expires_at = coalesce(?, expires_at), note = coalesce(?, note)
       WHERE token_hash = ?`,
    );
    this.#remove = database.prepare("DELETE FROM tokens WHERE token_hash = ?");
    // Tells of every commit but those of this connection: https://www.sqlite.org/pragma.html#pragma_data_version
    this.#version = database.prepare("PRAGMA data_version");
    this.#version.setReturnArrays(true);
  }

  /** What was read before is as good as read again, as long as nobody has written to the database since. */
  async find(tokenHash: string): Promise<TokenRecord | undefined> {
    const [version] = this.#version.get() as unknown as [number];
    if (version !== this.#knownVersion) {
      this.#known.clear();
      this.#knownVersion = version;
    }
    const known = this.#known.get(tokenHash);
    if (known !== undefined) return known;
    const row = this.#find.get(tokenHash);
    if (row === undefined) return undefined;
    const record = Object.freeze(tokenRecordOf(row));
    this.#known.set(tokenHash, record);
    return record;
  }

  async add(record: TokenRecord): Promise<boolean> {
    return this.#addOne(record);
  }

  async addNew(records: readonly TokenRecord[]): Promise<void> {
    this.#database.exec("BEGIN IMMEDIATE");
    try {
      for (const record of records) this.#addOne(record);
      this.#database.exec("COMMIT");
    } catch (error) {
      if (this.#database.isTransaction) this.#database.exec("ROLLBACK");
      throw error;
    }
  }

  async *list(): AsyncIterable<TokenRecord> {
    // A statement of its own: one that is run anew invalidates the rows that somebody else is still reading.
    const rows = this.#database.prepare("SELECT * FROM tokens").iterate();
    for (const row of rows) yield tokenRecordOf(row);
  }

  async update(tokenHash: string, { enabled, expiresAt, note }: TokenChanges): Promise<boolean> {
    this.#known.delete(tokenHash);
    const switched = enabled === undefined ? null : Number(enabled);
    return this.#update.run(switched, expiresAt ?? null, note ?? null, tokenHash).changes === 1;
  }

  async remove(tokenHash: string): Promise<boolean> {
    this.#known.delete(tokenHash);
    return this.#remove.run(tokenHash).changes === 1;
  }

  #addOne(record: TokenRecord): boolean {
    const { changes } = this.#add.run(
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
    return changes === 1;
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
