import assert from "node:assert/strict";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { type TestContext, test } from "node:test";
import { setTimeout as wait } from "node:timers/promises";
import { utcDay } from "../../lambda/domain/exchange-record.ts";
import { SqliteUsageLedger } from "../../lambda/stores/local/sqlite-usage-ledger.ts";
import { call } from "../fakes/caller.ts";
import { within } from "../fakes/within.ts";
import { type StartedServer, startedServer } from "../scripts/started-server.ts";

/** Less than SQLite itself would wait for a lock, and all of the process with it. */
const soonMs = 4_000;

interface LockedServer {
  server: StartedServer;
  database: DatabaseSync;
  ask(): Promise<number>;
  /** What the ledger counts, once it is so much. */
  counted(requests: number): Promise<void>;
}

/** A server whose database another process holds for writing, as a backup or a large import does. */
async function startLocked(t: TestContext): Promise<LockedServer> {
  const server = await startedServer(t, []);
  const token = /codexproxy_[0-9A-Za-z]{46}/.exec(server.stderr())![0];
  const database = new DatabaseSync(join(server.dataDir, "codex-proxy.db"));
  t.after(() => database.close());
  const ledger = new SqliteUsageLedger(database);
  database.exec("BEGIN IMMEDIATE");
  const sum = async (): Promise<number> => {
    const lines = await Array.fromAsync(ledger.readDay(utcDay(Date.now())));
    return lines.reduce((total, { counters }) => total + counters.requests, 0);
  };
  return {
    server,
    database,
    ask: async () => (await call(server.url, { token, body: '{"model":"gpt-5.5"}' })).status,
    async counted(requests) {
      const all = async (): Promise<void> => {
        while ((await sum()) < requests) await wait(20);
      };
      await within(`${requests} requests in the ledger`, all());
      assert.equal(await sum(), requests);
    },
  };
}

test("bug: while another process held the database, every stream stood still; now nobody notices, and all is counted", async (t) => {
  const { database, ask, counted, server } = await startLocked(t);
  const askInTurn = async (): Promise<void> => {
    for (let i = 0; i < 10; i++) {
      assert.equal(await ask(), 200);
      // Long enough for the ledger to be written to.
      await wait(50);
    }
  };
  await within("ten answers in the meantime", askInTurn(), soonMs);
  database.exec("COMMIT");
  await counted(10);
  assert.ok(!server.stdout().includes("LedgerSpooled"));
});

test("a database that is held for longer than the ledger tries again: what it missed is spooled, said so, and counted later", async (t) => {
  const { database, ask, counted, server } = await startLocked(t);
  for (let i = 0; i < 3; i++) assert.equal(await ask(), 200);
  const spooled = async (): Promise<void> => {
    while (server.stdout().split('"LedgerSpooled":1').length < 4) await wait(20);
  };
  await within("the log to say so", spooled());
  database.exec("COMMIT");
  assert.equal(await ask(), 200);
  await counted(4);
});
