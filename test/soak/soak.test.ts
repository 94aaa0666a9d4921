import assert from "node:assert/strict";
import { join } from "node:path";
import { test } from "node:test";
import { temporaryFolder } from "../fakes/temporary-folder.ts";
import { soak } from "./soak.ts";

test("400 exchanges with random faults, and a server killed twice: each is in the archive once, and the ledger is their sum", async (t) => {
  const figures = await soak(t, {
    exchanges: 400,
    streams: 20,
    kills: 2,
    dataDir: join(temporaryFolder(t), "data"),
  });
  t.diagnostic(JSON.stringify(figures));
  assert.equal(figures.lost, 0);
  assert.equal(figures.twice, 0);
  assert.equal(figures.unreadable, 0);
  assert.equal(figures.ledgerRequests, figures.archived - figures.inFlight);
  assert.equal(figures.ledgerOutputTokens, figures.archivedOutputTokens);
});
