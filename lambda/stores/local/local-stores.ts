import type { Archive } from "../archive.ts";
import { FolderArchive } from "./folder-archive.ts";
import { openLocalDatabase } from "./local-database.ts";
import { SqliteTokenStore } from "./sqlite-token-store.ts";
import { SqliteUsageLedger } from "./sqlite-usage-ledger.ts";

/** Everything in one folder: a database of tokens and usage, and the archive's tree beside it. */
export function openLocalStores(dataDir: string): {
  tokens: SqliteTokenStore;
  ledger: SqliteUsageLedger;
  usage: SqliteUsageLedger;
  archive: Archive;
} {
  const database = openLocalDatabase(dataDir);
  const ledger = new SqliteUsageLedger(database);
  return {
    tokens: new SqliteTokenStore(database),
    ledger,
    usage: ledger,
    archive: new FolderArchive(dataDir),
  };
}
