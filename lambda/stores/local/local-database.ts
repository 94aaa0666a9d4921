import { closeSync, openSync } from "node:fs";
import { DatabaseSync } from "node:sqlite";
import { join } from "node:path";
import { ConfigError } from "../../domain/config-error.ts";
import { makePrivateFolder } from "./private-folder.ts";

/**
 * The one database file of the embedded stores: tokens and the usage ledger. The proxy and the operator commands open
 * it at the same time, from processes of their own.
 * @throws ConfigError with one sentence: no room, no permission, or a file that is no database
 */
export function openLocalDatabase(dataDir: string): DatabaseSync {
  makePrivateFolder(dataDir);
  const file = join(dataDir, "codex-proxy.db");
  try {
    // For its owner alone, wherever it lies; SQLite gives the files beside it the same mode.
    closeSync(openSync(file, "a", 0o600));
    return openTables(new DatabaseSync(file));
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new ConfigError(
      `${file} can't be opened (${reason}); mend that, or choose another data directory`,
      {
        cause,
      },
    );
  }
}

function openTables(database: DatabaseSync): DatabaseSync {
  // WAL: a reader never waits for a writer. NORMAL: a crash of the machine may lose the last counts, never the file,
  // and the archive can rebuild them. https://www.sqlite.org/pragma.html#pragma_synchronous
  database.exec(`
    PRAGMA journal_mode = WAL;
    PRAGMA synchronous = NORMAL;
    PRAGMA busy_timeout = 5000;
    CREATE TABLE IF NOT EXISTS tokens (
      token_hash TEXT PRIMARY KEY,
      token_id TEXT NOT NULL,
      user_id TEXT NOT NULL,
      enabled INTEGER NOT NULL,
      created_at TEXT NOT NULL,
      team TEXT,
      expires_at TEXT,
      models TEXT,
      monthly_budget_usd REAL,
      note TEXT,
      secret_scan TEXT
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX IF NOT EXISTS tokens_by_user ON tokens (user_id);
    CREATE TABLE IF NOT EXISTS usage (
      day TEXT NOT NULL,
      series TEXT NOT NULL,
      team TEXT,
      requests INTEGER NOT NULL DEFAULT 0,
      failed_requests INTEGER NOT NULL DEFAULT 0,
      refused_requests INTEGER NOT NULL DEFAULT 0,
      estimated_requests INTEGER NOT NULL DEFAULT 0,
      input_tokens INTEGER NOT NULL DEFAULT 0,
      cached_input_tokens INTEGER NOT NULL DEFAULT 0,
      cache_write_tokens INTEGER NOT NULL DEFAULT 0,
      output_tokens INTEGER NOT NULL DEFAULT 0,
      reasoning_tokens INTEGER NOT NULL DEFAULT 0,
      total_ms INTEGER NOT NULL DEFAULT 0,
      PRIMARY KEY (day, series)
    ) STRICT, WITHOUT ROWID;
  `);
  return database;
}
