import assert from "node:assert/strict";
import { once } from "node:events";
import { test } from "node:test";
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
