import assert from "node:assert/strict";
import { test } from "node:test";
import type { Exchange } from "../../lambda/exchange.ts";
import { journaled } from "../../lambda/steps/journaled.ts";
import { recordNothing } from "../../lambda/steps/record.ts";
import type { BegunExchange } from "../../lambda/stores/exchange-journal.ts";
import { makeDeveloperToken } from "../fakes/developer-token.ts";

const { token, record } = makeDeveloperToken();

function exchangeOf(path: string): Exchange {
  return { id: "an-id", startedAtMs: 1_000, caller: record, request: { method: "GET", path } } as Exchange;
}

/** A journal that is a list. */
function listing(): {
  noted: BegunExchange[];
  ended: string[];
  begin: (e: BegunExchange) => void;
  end: (id: string) => void;
} {
  const noted: BegunExchange[] = [];
  const ended: string[] = [];
  return { noted, ended, begin: (exchange) => void noted.push(exchange), end: (id) => void ended.push(id) };
}

test("an exchange is noted before there is room for it, and has ended once it is recorded", async () => {
  const journal = listing();
  const [room, recorded] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  const recorder = journaled(
    { ...recordNothing, room: () => room.promise, finish: () => recorded.promise },
    journal,
  );
  const exchange = exchangeOf("/v1/models");
  const entered = recorder.room(exchange);
  const { tokenId, userId, team = null } = record;
  assert.deepEqual(journal.noted, [
    { id: "an-id", startedAtMs: 1_000, tokenId, userId, team, method: "GET", path: "/v1/models" },
  ]);
  room.resolve();
  await entered;
  const finished = recorder.finish(exchange);
  assert.deepEqual(journal.ended, []);
  recorded.resolve();
  await finished;
  assert.deepEqual(journal.ended, ["an-id"]);
});

test("a path that holds a token, or has no end, is noted without it", async () => {
  const journal = listing();
  const recorder = journaled(recordNothing, journal);
  await recorder.room(exchangeOf(`/v1/models/${token}`));
  await recorder.room(exchangeOf(`/v1/models/${"a".repeat(100_000)}`));
  assert.ok(!JSON.stringify(journal.noted).includes(token.slice(11, 51)));
  assert.equal(journal.noted[1]?.path.length, 200);
});
