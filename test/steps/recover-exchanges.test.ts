import assert from "node:assert/strict";
import { test } from "node:test";
import { recoverExchanges } from "../../lambda/steps/recover-exchanges.ts";
import { SpooledError } from "../../lambda/stores/persistent-stores.ts";
import { readArchived } from "../fakes/archived-exchange.ts";

const begun = {
  id: "01a202ce-bfcc-7a39-9844-5f600546723f",
  startedAtMs: Date.parse("2026-11-22T23:59:59.999Z"),
  tokenId: "0123456789ab",
  userId: "ann@example.com",
  team: "core",
  method: "POST",
  path: "/v1/responses",
};
const path = `logs/year=2026/month=11/day=22/token=${begun.tokenId}/${begun.id}.json.gz`;

async function recover(
  putIfAbsent: (path: string, object: Buffer) => Promise<boolean>,
): Promise<{ lines: Record<string, unknown>[]; isRemoved: boolean }> {
  const lines: Record<string, unknown>[] = [];
  let isRemoved = false;
  await recoverExchanges([{ exchanges: [begun], remove: () => (isRemoved = true) }], {
    archive: { put: () => assert.fail("nothing is replaced"), putIfAbsent },
    log: (line) => lines.push(JSON.parse(line) as Record<string, unknown>),
    functionName: "codex-proxy-test",
    now: () => begun.startedAtMs + 60_000,
  });
  return { lines, isRemoved };
}

test("what a killed process left without a record gets one, on the day it began, and a metric", async () => {
  const objects = new Map<string, Buffer>();
  const { lines, isRemoved } = await recover(async (path, object) => objects.set(path, object).size > 0);
  assert.deepEqual([...objects.keys()], [path]);
  const { id, time, user_id, token_id, team, outcome, cost_usd, request } = readArchived(
    path,
    objects.get(path)!,
  );
  assert.deepEqual(
    { id, time, user_id, token_id, team, outcome, cost_usd, request },
    {
      id: begun.id,
      time: "2026-11-22T23:59:59.999Z",
      user_id: begun.userId,
      token_id: begun.tokenId,
      team: "core",
      outcome: "in_flight",
      cost_usd: null,
      request: { method: "POST", path: "/v1/responses", headers: {}, body: null },
    },
  );
  assert.equal(lines.length, 1);
  assert.equal(lines[0]?.["id"], begun.id);
  assert.equal(lines[0]?.["ArchiveRecovered"], 1);
  assert.match(
    JSON.stringify(lines[0]?.["_aws"]),
    /"Metrics":\[\{"Name":"ArchiveRecovered","Unit":"Count"\}\]/,
  );
  assert.equal(isRemoved, true);
});

test("what is in the archive already is not spoken of", async () => {
  assert.deepEqual(await recover(async () => false), { lines: [], isRemoved: true });
});

test("what can't be written now, but lies in the spool, is named, and not tried again", async () => {
  const { lines, isRemoved } = await recover(() => Promise.reject(new SpooledError("later")));
  assert.equal(lines[0]?.["ArchiveSpooled"], 1);
  assert.equal(isRemoved, true);
});

test("what could not be kept at all is named, and tried again at the next start", async () => {
  const { lines, isRemoved } = await recover(() => Promise.reject(new Error("ENOSPC")));
  assert.equal(lines[0]?.["ArchiveWriteFailures"], 1);
  assert.match(String(lines[0]?.["archive_error"]), /ENOSPC/);
  assert.equal(isRemoved, false);
});
