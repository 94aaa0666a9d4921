import assert from "node:assert/strict";
import { test } from "node:test";
import { Refusal } from "../../lambda/domain/refusal.ts";
import type { Exchange } from "../../lambda/exchange.ts";
import { authenticateAs, authenticateByToken } from "../../lambda/steps/authenticate.ts";
import { makeDeveloperToken } from "../fakes/developer-token.ts";

test("in strict mode whoever calls is the user of this machine, for the record too", async () => {
  const { record } = makeDeveloperToken();
  const exchange = {} as Exchange;
  assert.equal(await authenticateAs(record)(exchange), record);
  assert.equal(exchange.caller, record);
});

test("how long the look-up took is known", async () => {
  const { token, record } = makeDeveloperToken();
  let nowMs = 1_000;
  const tokens = {
    async find() {
      nowMs += 7;
      return record;
    },
  };
  const headers = { authorization: `Bearer ${token}` };
  const exchange = { startedAtMs: 1_000, request: { headers } } as unknown as Exchange;
  await authenticateByToken(tokens, () => nowMs)(exchange);
  assert.equal(exchange.authMs, 7);
});

test("whoever sends no token is told that, and not that it is malformed", async () => {
  const ask = (headers: object): Promise<unknown> =>
    authenticateByToken(
      { find: () => assert.fail("nobody is looked up") },
      Date.now,
    )({ request: { headers } } as unknown as Exchange);
  const [missing, malformed] = [await ask({}), await ask({ authorization: "Bearer x" })];
  assert.ok(missing instanceof Refusal);
  assert.deepEqual(missing.reason, { code: "invalid_proxy_token", problem: "missing" });
  assert.ok(malformed instanceof Refusal);
  assert.deepEqual(malformed.reason, { code: "invalid_proxy_token", problem: "malformed" });
});

test("a token holds until its last millisecond, and no longer", async () => {
  const expiresAt = "2026-11-22T12:00:00.000Z";
  const { token, record } = makeDeveloperToken({ expiresAt });
  const headers = { authorization: `Bearer ${token}` };
  const ask = (nowMs: number): Promise<unknown> =>
    authenticateByToken(
      { find: async () => record },
      () => nowMs,
    )({ request: { headers } } as unknown as Exchange);
  assert.equal(await ask(Date.parse(expiresAt) - 1), record);
  assert.notEqual(await ask(Date.parse(expiresAt)), record);
});
