import type { Archive } from "../archive.ts";
import { FolderArchive } from "./folder-archive.ts";
import { openLocalDatabase } from "./local-database.ts";
import { SqliteTokenStore } from "./sqlite-token-store.ts";
import { SqliteUsageLedger } from "./sqlite-usage-ledger.ts";

/** Everything in one folder: a database of tokens and usage, and the archive's tree beside it. */
export function openLocalStores(dataDir: string): {
  tokens: SqliteTokenStore;
  ledger: SqliteUsageLedger;
  archive: Archive;
} {
  const database = openLocalDatabase(dataDir);
  return {
    tokens: new SqliteTokenStore(database),
    ledger: new SqliteUsageLedger(database),
    archive: new FolderArchive(dataDir),
  };
}
