import assert from "node:assert/strict";
import { test } from "node:test";
import type { ExchangeSummary } from "../../../lambda/domain/exchange-record.ts";
import { noUsage } from "../../../lambda/domain/usage.ts";
import { LedgerLines } from "../../../scripts/report/ledger-lines.ts";

const summary: ExchangeSummary = {
  id: "01a20240-c123-7133-bd11-c78729be3009",
  startedAtMs: Date.parse("2026-10-15T10:30:00Z"),
  userId: "alice@example.com",
  tokenId: "0123456789ab",
  team: null,
  outcome: "completed",
  model: "gpt-5.5",
  isStream: true,
  serviceTier: "default",
  usage: { ...noUsage, inputTokens: 10, outputTokens: 1, source: "reported" },
  costMicroUsd: null,
  timing: { authMs: 1, firstByteMs: 2, totalMs: 3 },
  findings: [],
};

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
