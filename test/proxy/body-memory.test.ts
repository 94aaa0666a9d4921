import assert from "node:assert/strict";
import { test } from "node:test";
import { Refusal } from "../../lambda/domain/refusal.ts";
import type { Reply } from "../../lambda/exchange.ts";
import { createProxy } from "../../lambda/proxy.ts";
import { authenticateAs } from "../../lambda/steps/authenticate.ts";
import { forwardTo } from "../../lambda/steps/forward.ts";
import { inspectNothing } from "../../lambda/steps/inspect.ts";
import { recordNothing } from "../../lambda/steps/record.ts";
import type { UpstreamRequest } from "../../lambda/steps/upstream-client.ts";
import { GivenKeyStore } from "../../lambda/stores/local/given-key-store.ts";
import { makeDeveloperToken } from "../fakes/developer-token.ts";

const stream = { write: () => true, once: () => {}, end() {} };
const reply: Reply = { open: () => stream, body: undefined, onGone() {} };

/** Sends a body through the proxy to an OpenAI that fails; resolves with what is left of the body's memory. */
async function memoryLeft(whileSending: (request: UpstreamRequest) => void): Promise<number> {
  const body = Buffer.allocUnsafeSlow(100_000).fill("a");
  const upstream = {
    async send(request: UpstreamRequest) {
      whileSending(request);
      return new Refusal({ code: "upstream_unreachable", cause: "made up" });
    },
  };
  const proxy = createProxy({
    routes: "standard",
    authenticate: authenticateAs(makeDeveloperToken().record),
    inspect: inspectNothing,
    forward: forwardTo(upstream, new GivenKeyStore("sk-made-up")),
    recorder: recordNothing,
    now: Date.now,
  });
  const request = { method: "POST", path: "/v1/responses", query: "", headers: {}, deadlineMs: Infinity };
  await proxy({ ...request, readBody: async () => body }, reply);
  return body.length;
}

test("a body that has been sent and recorded is freed", async () => {
  assert.equal(await memoryLeft((request) => request.onSent()), 0);
});

test("a body that is still being sent stays in memory", async () => {
  assert.equal(await memoryLeft(() => {}), 100_000);
});
