import { join } from "node:path";
import type { Archive } from "../archive.ts";
import { persistentArchive, persistentLedger } from "../persistent-stores.ts";
import type { UsageLedger } from "../usage-ledger.ts";
import { FolderArchive } from "./folder-archive.ts";
import { FolderSpool } from "./folder-spool.ts";
import { openLocalDatabase } from "./local-database.ts";
import { SqliteTokenStore } from "./sqlite-token-store.ts";
import { SqliteUsageLedger } from "./sqlite-usage-ledger.ts";

/**
 * Everything in one folder: a database of tokens and usage, and the archive's tree beside it. A disk can be full for a
 * minute, and a database locked: what could not be written is tried again, then spooled, as on AWS.
 */
export function openLocalStores(dataDir: string): {
  tokens: SqliteTokenStore;
  ledger: UsageLedger;
  /** The same ledger, to be read. */
  usage: SqliteUsageLedger;
  archive: Archive;
} {
  const database = openLocalDatabase(dataDir);
  const usage = new SqliteUsageLedger(database, { waits: false });
  const spool = (name: string): FolderSpool => new FolderSpool(join(dataDir, "spool", name));
  return {
    tokens: new SqliteTokenStore(database),
    ledger: persistentLedger(usage, { spool: spool("ledger") }),
    usage,
    archive: persistentArchive(new FolderArchive(dataDir), { spool: spool("archive") }),
  };
}
