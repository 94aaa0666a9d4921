import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { type Series, ledgerEntryOf, parseSeriesKey, seriesKey } from "../../lambda/domain/ledger-entry.ts";
import { noUsage } from "../../lambda/domain/usage.ts";
import { exchangeSummary } from "../fakes/exchange-summary.ts";

test("a series key is read back as it was, whatever stands in its parts", () => {
  const part = fc.string({ unit: fc.constantFrom("a", "#", "%", "%23", "é", " ") });
  fc.assert(
    fc.property(fc.array(part, { minLength: 7, maxLength: 7 }), (parts) => {
      const [hour, userId, tokenId, model, serviceTier, context, client] = parts;
      const series = { hour, userId, tokenId, model, serviceTier, context, client } as Series;
      assert.deepEqual(parseSeriesKey(seriesKey(series)), series);
    }),
  );
});

test("what is no series key is not taken for one", () => {
  assert.equal(parseSeriesKey("a#b"), undefined);
  assert.equal(parseSeriesKey(""), undefined);
});

const summary = exchangeSummary({
  startedAtMs: Date.parse("2026-11-22T07:59:59Z"),
  userId: "ann",
  usage: { ...noUsage, inputTokens: 272_001, outputTokens: 3, source: "reported" },
});

test("an exchange counts for its UTC day and hour, in the context that OpenAI bills", () => {
  const entry = ledgerEntryOf(summary, "exec");
  assert.equal(entry.day, "2026-11-22");
  assert.equal(seriesKey(entry.series), "07#ann#0123456789ab#gpt-5.5#default#long#exec");
  assert.equal(
    ledgerEntryOf({ ...summary, usage: { ...summary.usage, inputTokens: 272_000 } }, "exec").series.context,
    "standard",
  );
});

test("an exchange counts once, and by its outcome as failed or refused", () => {
  const countersOf = (outcome: "completed" | "failed" | "refused" | "client_closed"): number[] => {
    const { counters } = ledgerEntryOf({ ...summary, outcome }, "cli");
    return [counters.requests, counters.failed_requests, counters.refused_requests];
  };
  assert.deepEqual(countersOf("completed"), [1, 0, 0]);
  assert.deepEqual(countersOf("failed"), [1, 1, 0]);
  assert.deepEqual(countersOf("client_closed"), [1, 1, 0]);
  assert.deepEqual(countersOf("refused"), [1, 0, 1]);
});
