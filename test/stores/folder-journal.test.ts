import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { appendFileSync, readdirSync, renameSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import type { BegunExchange, LeftJournal } from "../../lambda/stores/exchange-journal.ts";
import { FolderJournal } from "../../lambda/stores/local/folder-journal.ts";
import { temporaryFolder } from "../fakes/temporary-folder.ts";

const exchange = (id: string): BegunExchange => ({
  id,
  startedAtMs: 1_795_305_600_000,
  tokenId: "0123456789ab",
  userId: "ann@example.com",
  team: null,
  method: "POST",
  path: "/v1/responses",
});
const left = (folder: string): LeftJournal[] => FolderJournal.open(folder).left;
const idsIn = (journals: readonly LeftJournal[]): string[] =>
  journals.flatMap(({ exchanges }) => exchanges.map(({ id }) => id));

test("what was begun and has not ended is found by the next process, as it was", (t) => {
  const folder = temporaryFolder(t);
  const { journal } = FolderJournal.open(folder);
  for (const id of ["a", "b", "c"]) journal.begin(exchange(id));
  journal.end("b");
  journal.begin(exchange("d"));
  assert.deepEqual(
    left(folder).flatMap(({ exchanges }) => exchanges),
    [exchange("a"), exchange("c"), exchange("d")],
  );
});

test("nothing is left when all has ended", (t) => {
  const folder = temporaryFolder(t);
  const { journal } = FolderJournal.open(folder);
  journal.begin(exchange("a"));
  journal.begin(exchange("b"));
  journal.end("a");
  journal.end("b");
  assert.deepEqual(idsIn(left(folder)), []);
});

test("an end without a beginning, as of a request that was refused, is not noted", (t) => {
  const folder = temporaryFolder(t);
  const { journal } = FolderJournal.open(folder);
  const [name = ""] = readdirSync(folder);
  for (let refused = 0; refused < 100; refused++) journal.end(`refused ${refused}`);
  assert.equal(statSync(join(folder, name)).size, 0);
  journal.begin(exchange("a"));
  journal.end("refused");
  journal.begin(exchange("b"));
  assert.ok(statSync(join(folder, name)).size < 500);
  assert.deepEqual(idsIn(left(folder)), ["a", "b"]);
});

test("a journal that has been seen to is not found again", (t) => {
  const folder = temporaryFolder(t);
  FolderJournal.open(folder).journal.begin(exchange("a"));
  for (const journal of left(folder)) journal.remove();
  assert.deepEqual(idsIn(left(folder)), []);
});

test("half a line, of a disk that was full, hides no other", (t) => {
  const folder = temporaryFolder(t);
  const { journal } = FolderJournal.open(folder);
  journal.begin(exchange("a"));
  const [name = ""] = readdirSync(folder);
  appendFileSync(join(folder, name), '\n+{"id":"ha');
  journal.begin(exchange("b"));
  assert.deepEqual(idsIn(left(folder)), ["a", "b"]);
});

test("after many beginnings the file is written anew with what is open, and goes on", (t) => {
  const folder = temporaryFolder(t);
  const { journal } = FolderJournal.open(folder, 10);
  journal.begin(exchange("long"));
  for (let i = 0; i < 1_000; i++) {
    journal.begin(exchange(`short-${i}`));
    journal.end(`short-${i}`);
  }
  journal.begin(exchange("last"));
  const [name = ""] = readdirSync(folder);
  assert.ok(statSync(join(folder, name)).size < 20 * JSON.stringify(exchange("short-999")).length);
  assert.deepEqual(idsIn(left(folder)), ["long", "last"]);
});

test("more under way than a file should hold is all in it", (t) => {
  const folder = temporaryFolder(t);
  const { journal } = FolderJournal.open(folder, 10);
  const ids = Array.from({ length: 50 }, (_, i) => `id-${i}`);
  for (const id of ids) journal.begin(exchange(id));
  assert.deepEqual(idsIn(left(folder)), ids);
});

test("the journal of a process that is alive is left alone", (t) => {
  const folder = temporaryFolder(t);
  FolderJournal.open(folder).journal.begin(exchange("a"));
  const other = spawn(process.execPath, ["--eval", "setTimeout(() => {}, 60_000)"]);
  t.after(() => other.kill("SIGKILL"));
  const [name = ""] = readdirSync(folder);
  renameSync(join(folder, name), join(folder, name.replace(/^\d+/, String(other.pid))));
  assert.deepEqual(idsIn(left(folder)), []);
});

test("a foreign file in the folder is none of its business", (t) => {
  const folder = temporaryFolder(t);
  writeFileSync(join(folder, "README"), "+{}");
  assert.deepEqual(left(folder), []);
});

test("a journal can be read by its owner alone", (t) => {
  const folder = join(temporaryFolder(t), "journal");
  FolderJournal.open(folder);
  const [name = ""] = readdirSync(folder);
  assert.equal(statSync(folder).mode & 0o777, 0o700);
  assert.equal(statSync(join(folder, name)).mode & 0o777, 0o600);
});
