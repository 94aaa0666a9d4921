import assert from "node:assert/strict";
import { readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { test } from "node:test";
import { FolderArchive } from "../../lambda/stores/local/folder-archive.ts";
import { runScript } from "./run-script.ts";
import { usageRecorder } from "../fakes/usage-recorder.ts";

const day = "2026-10-15";
const tokenFolder = "logs/year=2026/month=10/day=15/token=0123456789ab";

/** What a crash between the two writes leaves: an exchange in the archive that the ledger never counted. */
const crashed = { add: () => Promise.reject(new Error("the process is gone")) };

test("a ledger that agrees with the archive is said to agree", async (t) => {
  const { dataDir, send } = await usageRecorder(t);
  for (let index = 0; index < 5; index++) await send({ input: 1_000 + index });
  const { code, stdout } = await runScript("usage-report", [day, "--verify", "--local", dataDir]);
  assert.equal(code, 0);
  assert.equal(stdout, "The ledger agrees with the archive: 5 exchanges, to the last token.\n");
});

test("a crash between archive and ledger is found with its request id, and mended by a rebuild", async (t) => {
  const { dataDir, send } = await usageRecorder(t);
  await send({ input: 1_000 });
  await send({ input: 1_001 });
  const [counted] = await idsIn(dataDir);
  const other = await usageRecorder(t, { ledger: crashed, archive: new FolderArchive(dataDir) });
  await other.send({ input: 7_777, output: 33 });
  const ids = await idsIn(dataDir);

  const found = await runScript("usage-report", [day, "--verify", "--local", dataDir]);
  assert.equal(found.code, 1);
  assert.match(found.stdout, /requests lacks 1, input_tokens lacks 7777, output_tokens lacks 33/);
  const lost = /lost: (\S+)$/m.exec(found.stdout)?.[1] ?? "";
  assert.ok(ids.includes(lost) && lost !== counted);
  assert.match(found.stderr, /npm run ledger -- rebuild/);

  const mended = await runScript("ledger", ["rebuild", day, day, "--local", dataDir]);
  assert.deepEqual(
    [mended.code, mended.stderr],
    [0, "1 lines of the ledger mended from 3 exchanges of the archive.\n"],
  );
  const again = await runScript("usage-report", [day, "--verify", "--local", dataDir]);
  assert.equal(again.code, 0);
  assert.deepEqual(await totalsOf(dataDir), [3, 1_000 + 1_001 + 7_777, 1_033]);
});

test("a ledger that was lost is rebuilt whole, and rebuilding once more changes nothing", async (t) => {
  const { dataDir, send } = await usageRecorder(t);
  for (let index = 0; index < 20; index++)
    await send({ user: `person${index % 3}`, model: `gpt-5.${index % 5}` });
  const before = await report(dataDir);
  inDatabase(dataDir, "DELETE FROM usage");
  for (let round = 0; round < 2; round++) {
    const { code } = await runScript("ledger", ["rebuild", day, "--local", dataDir]);
    assert.equal(code, 0);
    assert.equal(await report(dataDir), before);
  }
});

test("what the ledger has too much is found and taken from it", async (t) => {
  const { dataDir, send } = await usageRecorder(t);
  await send({ user: "alice" });
  await send({ user: "bob" });
  inDatabase(
    dataDir,
    "UPDATE usage SET requests = requests + 2, output_tokens = output_tokens + 9 WHERE series LIKE '%bob%'",
  );
  const { stdout } = await runScript("usage-report", [day, "--verify", "--local", dataDir]);
  assert.match(stdout, /bob .* the ledger's requests has too many: 2, output_tokens has too many: 9/);
  await runScript("ledger", ["rebuild", day, "--local", dataDir]);
  assert.deepEqual(await totalsOf(dataDir), [2, 2_000, 1_000]);
});

test("an exchange that is in the ledger and not in the archive says where to look", async (t) => {
  const { dataDir, send } = await usageRecorder(t);
  await send({});
  await rm(join(dataDir, "logs"), { recursive: true });
  const { code, stdout } = await runScript("usage-report", [day, "--verify", "--json", "--local", dataDir]);
  const { differences } = JSON.parse(stdout);
  assert.equal(code, 1);
  assert.deepEqual([differences.length, differences[0].ledger_lacks.requests], [1, -1]);
  assert.deepEqual(differences[0].line_request_ids, []);
});

test("a broken line of the ledger is named and left out, and the rest is reported", async (t) => {
  const { dataDir, send } = await usageRecorder(t);
  await send({});
  inDatabase(dataDir, `INSERT INTO usage (day, series, requests) VALUES ('${day}', 'nonsense', 5)`);
  const { code, stdout, stderr } = await runScript("usage-report", [day, "--json", "--local", dataDir]);
  assert.deepEqual([code, JSON.parse(stdout).totals.requests], [0, 1]);
  assert.equal(
    stderr,
    "not sound in the ledger, and left out: 2026-10-15 nonsense: not a series of the ledger\n",
  );
});

test("a rebuild without days, or with days swapped, is refused", async (t) => {
  const { dataDir } = await usageRecorder(t);
  const without = await runScript("ledger", ["rebuild", "--local", dataDir]);
  const swapped = await runScript("ledger", ["rebuild", "2026-10-02", "2026-10-01", "--local", dataDir]);
  assert.deepEqual([without.code, swapped.code], [2, 2]);
  assert.match(swapped.stderr, /is after TO/);
});

async function idsIn(dataDir: string): Promise<string[]> {
  const names = await readdir(join(dataDir, tokenFolder));
  return names.map((name) => name.replace(".json.gz", ""));
}

function inDatabase(dataDir: string, sql: string): void {
  const database = new DatabaseSync(join(dataDir, "codex-proxy.db"));
  database.exec(sql);
  database.close();
}

async function report(dataDir: string): Promise<string> {
  const { stdout } = await runScript("usage-report", [day, "--json", "--local", dataDir]);
  return stdout;
}

async function totalsOf(dataDir: string): Promise<number[]> {
  const { totals } = JSON.parse(await report(dataDir));
  return [totals.requests, totals.input_tokens, totals.output_tokens];
}
