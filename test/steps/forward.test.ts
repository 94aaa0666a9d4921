import assert from "node:assert/strict";
import { once } from "node:events";
import { test } from "node:test";
import { clientOf } from "../../lambda/domain/client.ts";
import { bodyOf } from "../../lambda/domain/incoming-body.ts";
import type { Exchange } from "../../lambda/exchange.ts";
import { forwardTo } from "../../lambda/steps/forward.ts";
import type { UpstreamAnswer, UpstreamRequest } from "../../lambda/steps/upstream-client.ts";
import { CachedKeyStore } from "../../lambda/stores/cached-key-store.ts";
import { inTurn } from "../fakes/in-turn.ts";
import { FakeOpenAi } from "../fakes/fake-openai.ts";
import { plausibleAnswer } from "../fakes/plausible-answer.ts";
import { startProxyOnPort } from "../fakes/proxy-on-port.ts";
import { within } from "../fakes/within.ts";

const body = '{"model":"gpt-5.5"}';

test("without a key nothing is sent, even where bodies are not searched", async (t) => {
  const openAi = await FakeOpenAi.start();
  t.after(() => openAi.close());
  const denied = (): Promise<never> => Promise.reject(new Error("access denied"));
  const stores = { keys: { get: denied, renew: denied } };
  const proxy = await startProxyOnPort(t, openAi.url, { stores, secretScan: "off" });
  const response = await proxy.post("/v1/responses", body);
  assert.equal(response.status, 503);
  assert.match(await response.text(), /upstream_key_unavailable/);
  assert.equal(openAi.requests.length, 0);
});

test("a good answer asks for no other key", async (t) => {
  const openAi = await FakeOpenAi.start();
  t.after(() => openAi.close());
  let renewals = 0;
  const keys = {
    get: async () => "sk-made-up",
    async renew(rejected: string) {
      renewals++;
      return rejected;
    },
  };
  const proxy = await startProxyOnPort(t, openAi.url, { stores: { keys } });
  assert.equal((await proxy.post("/v1/responses", body)).status, 200);
  assert.equal(renewals, 0);
});

test("the answer to a key that was rotated is not read any more: its connection ends", async (t) => {
  const closed = Promise.withResolvers<void>();
  const openAi = await FakeOpenAi.start(
    inTurn((_request, response) => {
      response.writeHead(401).flushHeaders();
      void once(response, "close").then(() => closed.resolve());
    }, plausibleAnswer),
  );
  t.after(() => openAi.close());
  let key = "sk-made-up-old";
  let nowMs = 0;
  const keys = new CachedKeyStore({ get: async () => key }, { maxAgeMs: 60_000, now: () => nowMs });
  await keys.get();
  key = "sk-made-up-new";
  nowMs = 10_000;
  const proxy = await startProxyOnPort(t, openAi.url, { stores: { keys } });
  assert.equal((await proxy.post("/v1/responses", body)).status, 200);
  await within("the first answer's connection to end", closed.promise);
});

test("late word of a first attempt does not pass for word of the second: its body is still under way", async () => {
  const sent: (() => void)[] = [];
  const statuses = [401, 200];
  const upstream = {
    async send({ onSent }: UpstreamRequest): Promise<UpstreamAnswer> {
      sent.push(onSent);
      return {
        status: statuses.shift()!,
        headers: {},
        receive: async () => ({ kind: "whole" }),
        resume() {},
        discard() {},
      };
    },
  };
  const keys = { get: async () => "sk-made-up-old", renew: async () => "sk-made-up-new" };
  const exchange: Exchange = {
    id: "an-exchange",
    startedAtMs: 0,
    request: {
      method: "POST",
      path: "/v1/responses",
      query: "",
      headers: {},
      deadlineMs: Infinity,
      readBody: async () => bodyOf(Buffer.from(body)),
    },
    client: clientOf({}),
    authMs: 0,
    firstByteMs: null,
  };
  const reply = { open: () => assert.fail("nothing is answered here"), body: undefined, onGone() {} };
  await forwardTo(upstream, keys)(exchange, bodyOf(Buffer.from(body)), reply);
  const [first, second] = sent;
  first?.();
  assert.equal(exchange.isBodyUnderWay, true);
  second?.();
  assert.equal(exchange.isBodyUnderWay, false);
});
