import assert from "node:assert/strict";
import { test } from "node:test";
import { LedgerLines } from "../../../scripts/report/ledger-lines.ts";
import { exchangeSummary } from "../../fakes/exchange-summary.ts";

const summary = exchangeSummary();

test("exchanges of one series are one line, with their counts added", () => {
  const archive = new LedgerLines();
  for (let count = 0; count < 3; count++) {
    archive.add({ kind: "exchange", summary, client: "cli", isTorn: false });
  }
  const [line] = archive.lines.values();
  assert.deepEqual([archive.lines.size, line?.counters.requests, line?.counters.input_tokens], [1, 3, 30]);
});

test("an exchange that has not ended is in neither book: the ledger counts what has", () => {
  const archive = new LedgerLines();
  archive.add({
    kind: "exchange",
    summary: { ...summary, outcome: "in_flight" },
    client: "cli",
    isTorn: false,
  });
  assert.deepEqual([archive.lines.size, archive.inFlight], [0, 1]);
});
