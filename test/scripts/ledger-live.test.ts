import assert from "node:assert/strict";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { test } from "node:test";
import { runScript } from "./run-script.ts";
import { usageRecorder } from "../fakes/usage-recorder.ts";

const now = new Date().toISOString();
const today = now.slice(0, 10);

test("today's ledger is rebuilt at once where nothing is coming in", async (t) => {
  const { dataDir, send } = await usageRecorder(t);
  await send({ at: now });
  const database = new DatabaseSync(join(dataDir, "codex-proxy.db"));
  database.exec("DELETE FROM usage");
  database.close();
  const rebuild = await runScript("ledger", ["rebuild", today, "--local", dataDir]);
  const verify = await runScript("usage-report", [today, "--verify", "--local", dataDir]);
  assert.deepEqual([rebuild.code, verify.code], [0, 0]);
});

test("rebuilding while requests come in loses and doubles no count", async (t) => {
  const { dataDir, send } = await usageRecorder(t);
  let sent = 0;
  const over = new AbortController();
  const traffic = (async () => {
    while (!over.signal.aborted) {
      await Promise.all(Array.from({ length: 5 }, () => send({ at: now, input: ++sent })));
    }
  })();
  await runScript("ledger", ["rebuild", today, "--local", dataDir]);
  over.abort();
  await traffic;
  const { code, stdout } = await runScript("usage-report", [today, "--verify", "--local", dataDir]);
  assert.deepEqual(
    [code, stdout],
    [0, `The ledger agrees with the archive: ${sent} exchanges, to the last token.\n`],
  );
});

test("what stays different on a second look is a difference, today as well", async (t) => {
  const { dataDir, send } = await usageRecorder(t);
  await send({ at: now });
  await rm(join(dataDir, "logs"), { recursive: true });
  const { code, stdout } = await runScript("usage-report", [today, "--verify", "--local", dataDir]);
  assert.equal(code, 1);
  assert.match(stdout, /requests has too many: 1/);
});
