import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import type { LedgerEntry } from "../../lambda/domain/ledger-entry.ts";
import { FolderSpool } from "../../lambda/stores/local/folder-spool.ts";
import { SpooledError, persistentArchive, persistentLedger } from "../../lambda/stores/persistent-stores.ts";
import { temporaryFolder } from "../fakes/temporary-folder.ts";

/** An archive that fails so many times, and then keeps what it is given. */
class FailingArchive {
  readonly kept = new Map<string, string>();
  failures: number;

  constructor(failures: number) {
    this.failures = failures;
  }

  async put(path: string, object: Buffer): Promise<void> {
    if (this.failures-- > 0) throw new Error("SlowDown");
    this.kept.set(path, object.toString());
  }

  async putIfAbsent(path: string, object: Buffer): Promise<boolean> {
    if (this.failures-- > 0) throw new Error("SlowDown");
    if (this.kept.has(path)) return false;
    this.kept.set(path, object.toString());
    return true;
  }
}

const retryDelaysMs = [1, 1];
const spoolIn = (t: TestContext): FolderSpool => new FolderSpool(temporaryFolder(t));

test("a moment's failure is tried again", async (t) => {
  const archive = new FailingArchive(2);
  await persistentArchive(archive, { spool: spoolIn(t), retryDelaysMs }).put("logs/a", Buffer.from("A"));
  assert.deepEqual([...archive.kept], [["logs/a", "A"]]);
});

test("what can't be written is spooled, said so with its cause, and written with the next success", async (t) => {
  const archive = new FailingArchive(6);
  const persistent = persistentArchive(archive, { spool: spoolIn(t), retryDelaysMs });
  for (const name of ["b", "a"]) {
    await assert.rejects(persistent.put(`logs/${name}`, Buffer.from(name)), (error: Error) => {
      assert.ok(error instanceof SpooledError);
      assert.match(String((error.cause as Error).message), /SlowDown/);
      return true;
    });
  }
  await persistent.put("logs/c", Buffer.from("c"));
  assert.deepEqual(
    [...archive.kept],
    [
      ["logs/c", "c"],
      ["logs/a", "a"],
      ["logs/b", "b"],
    ],
  );
});

test("what an instance before this one spooled is written too", async (t) => {
  const folder = temporaryFolder(t);
  const dead = persistentArchive(new FailingArchive(9), { spool: new FolderSpool(folder), retryDelaysMs });
  await assert.rejects(dead.put("logs/a", Buffer.from("A")), SpooledError);
  const archive = new FailingArchive(0);
  await persistentArchive(archive, { spool: new FolderSpool(folder), retryDelaysMs }).put(
    "logs/b",
    Buffer.from("B"),
  );
  assert.deepEqual([...archive.kept.keys()].toSorted(), ["logs/a", "logs/b"]);
  assert.deepEqual(await new FolderSpool(folder).names(), []);
});

test("the record of a beginning that lay in the spool does not take the place of the whole", async (t) => {
  const archive = new FailingArchive(3);
  const persistent = persistentArchive(archive, { spool: spoolIn(t), retryDelaysMs });
  await assert.rejects(persistent.putIfAbsent("logs/a", Buffer.from("in_flight")), SpooledError);
  await persistent.put("logs/a", Buffer.from("completed"));
  assert.deepEqual([...archive.kept], [["logs/a", "completed"]]);
});

test("bug: a spooled beginning that is being sent while the whole is written came last, and took its place", async (t) => {
  const spool = spoolIn(t);
  await spool.add("logs/a.begun", Buffer.from("in_flight"));
  const archive = new FailingArchive(0);
  const persistent = persistentArchive(archive, { spool, retryDelaysMs });
  // Another exchange has taken the beginning out of the spool, and is held up on the way to the archive.
  const [held, reading] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  const read = spool.read.bind(spool);
  spool.read = async (name) => {
    const bytes = await read(name);
    reading.resolve();
    await held.promise;
    return bytes;
  };
  const other = persistent.put("logs/b", Buffer.from("completed"));
  await reading.promise;
  await persistent.put("logs/a", Buffer.from("completed"));
  held.resolve();
  await other;
  assert.equal(archive.kept.get("logs/a"), "completed");
  assert.deepEqual(await spool.names(), []);
});

test("a whole and its beginning that were both spooled leave the whole", async (t) => {
  const archive = new FailingArchive(6);
  const persistent = persistentArchive(archive, { spool: spoolIn(t), retryDelaysMs });
  await assert.rejects(persistent.putIfAbsent("logs/a", Buffer.from("in_flight")), SpooledError);
  await assert.rejects(persistent.put("logs/a", Buffer.from("completed")), SpooledError);
  assert.equal(await persistent.putIfAbsent("logs/a", Buffer.from("in_flight again")), false);
  await persistent.put("logs/b", Buffer.from("b"));
  assert.equal(archive.kept.get("logs/a"), "completed");
});

test("half an object, left by a process that was killed while it spooled, is never sent", async (t) => {
  const folder = temporaryFolder(t);
  writeFileSync(join(folder, "logs%2Fa.partial"), "A");
  const archive = new FailingArchive(0);
  const persistent = persistentArchive(archive, { spool: new FolderSpool(folder), retryDelaysMs });
  await persistent.put("logs/b", Buffer.from("B"));
  assert.deepEqual([...archive.kept.keys()], ["logs/b"]);
});

test("what fails again stays in the spool", async (t) => {
  const folder = temporaryFolder(t);
  const archive = new FailingArchive(3);
  const persistent = persistentArchive(archive, { spool: new FolderSpool(folder), retryDelaysMs });
  await assert.rejects(persistent.put("logs/a", Buffer.from("A")), SpooledError);
  archive.put = async (path) => {
    assert.notEqual(path, "logs/never");
    if (path === "logs/a") throw new Error("still down");
  };
  await persistent.put("logs/b", Buffer.from("B"));
  assert.deepEqual(await new FolderSpool(folder).names(), ["logs/a"]);
});

test("where the spool has no room either, the loss is an error of its own", async () => {
  const spool = {
    add: () => Promise.reject(new Error("ENOSPC")),
    names: async () => [],
    read: async () => Buffer.alloc(0),
    remove: async () => {},
    isEmpty: true,
  };
  const persistent = persistentArchive(new FailingArchive(9), { spool, retryDelaysMs });
  await assert.rejects(
    persistent.put("logs/a", Buffer.from("A")),
    (error) => !(error instanceof SpooledError),
  );
});

test("a ledger entry survives the spool as it was", async (t) => {
  const added: LedgerEntry[] = [];
  let failures = 3;
  const ledger = {
    async add(entry: LedgerEntry) {
      if (failures-- > 0) throw new Error("throttled");
      added.push(entry);
    },
  };
  const entry = {
    day: "2026-11-22",
    series: { userId: "ann#1" },
    team: null,
    counters: { requests: 1 },
  } as unknown as LedgerEntry;
  const persistent = persistentLedger(ledger, { spool: spoolIn(t), retryDelaysMs });
  await assert.rejects(persistent.add(entry), SpooledError);
  await persistent.add({ ...entry, day: "2026-11-23" });
  assert.deepEqual(added, [{ ...entry, day: "2026-11-23" }, entry]);
});

test("bug: what is spooled at nearly the same time is all spooled, though names come and go between", async (t) => {
  const spool = new FolderSpool(temporaryFolder(t));
  const errors: unknown[] = [];
  const added: Promise<unknown>[] = [];
  for (let i = 0; i < 200; i++) {
    added.push(spool.add(`logs/${i}`, Buffer.from("record")).catch((error: unknown) => errors.push(error)));
    await new Promise((resolve) => setImmediate(resolve));
  }
  await Promise.all(added);
  assert.deepEqual(errors, []);
  assert.equal((await spool.names()).length, 200);
});
