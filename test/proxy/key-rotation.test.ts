import assert from "node:assert/strict";
import { test } from "node:test";
import { CachedKeyStore } from "../../lambda/stores/cached-key-store.ts";
import { type Behaviour, FakeOpenAi } from "../fakes/fake-openai.ts";
import { errorAnswer } from "../fakes/json-answer.ts";
import { plausibleAnswer } from "../fakes/plausible-answer.ts";
import { startProxyOnPort } from "../fakes/proxy-on-port.ts";

const oldKey = "sk-made-up-old-key";
const newKey = "sk-made-up-new-key";
const body = JSON.stringify({ model: "gpt-5.5", input: "hi" });

/** An OpenAI that knows one key alone. */
const knowsOnly = (key: string): Behaviour => {
  const rejected = errorAnswer(401, {
    message: "Incorrect API key",
    type: "invalid_request_error",
    code: "invalid_api_key",
  });
  const answers = new Map<string | undefined, Behaviour>([[`Bearer ${key}`, plausibleAnswer]]);
  return (request, response) =>
    (answers.get(request.headers["authorization"]) ?? rejected)(request, response);
};

test("a key that was rotated a moment ago costs no developer an error", async (t) => {
  const openAi = await FakeOpenAi.start(knowsOnly(oldKey));
  t.after(() => openAi.close());
  let key = oldKey;
  let nowMs = 0;
  const keys = new CachedKeyStore({ get: async () => key }, { maxAgeMs: 60_000, now: () => nowMs });
  const proxy = await startProxyOnPort(t, openAi.url, { stores: { keys } });
  assert.equal((await proxy.post("/v1/responses", body)).status, 200);

  key = newKey;
  nowMs = 10_000;
  openAi.answerWith(knowsOnly(newKey));
  const statuses = await Promise.all(Array.from({ length: 10 }, () => proxy.post("/v1/responses", body)));
  assert.deepEqual([...new Set(statuses.map((response) => response.status))], [200]);
});

test("where there is no other key, OpenAI's 401 passes as it is, after one request", async (t) => {
  const openAi = await FakeOpenAi.start(knowsOnly(newKey));
  t.after(() => openAi.close());
  const proxy = await startProxyOnPort(t, openAi.url);
  assert.equal((await proxy.post("/v1/responses", body)).status, 401);
  assert.equal(openAi.requests.length, 1);
});
