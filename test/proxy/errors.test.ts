import assert from "node:assert/strict";
import { test } from "node:test";
import { errorAnswer } from "../fakes/json-answer.ts";
import { FakeOpenAi } from "../fakes/fake-openai.ts";
import { dieAtOnce, dieInsideJson } from "../fakes/no-answer.ts";
import { startProxyOnPort } from "../fakes/proxy-on-port.ts";

const body = JSON.stringify({ model: "gpt-5.5", input: "hi" });

async function start(
  t: Parameters<typeof startProxyOnPort>[0],
  ...rest: [Parameters<typeof startProxyOnPort>[2]?]
) {
  const openAi = await FakeOpenAi.start();
  t.after(() => openAi.close());
  return { openAi, proxy: await startProxyOnPort(t, openAi.url, ...rest) };
}

interface WireError {
  error: { message: string; type: string; code: string; param: null };
}

async function assertRefused(response: Response, status: number, code: string): Promise<WireError["error"]> {
  const { error } = (await response.json()) as WireError;
  assert.equal(response.status, status);
  assert.equal(error.code, code);
  assert.equal(error.param, null);
  assert.match(error.message, /^codex-proxy: /);
  assert.match(response.headers.get("x-request-id") ?? "", /^[0-9a-f-]{36}$/);
  assert.equal(response.headers.get("x-codex-proxy-request-id"), response.headers.get("x-request-id"));
  return error;
}

test("without a token, or with one that can't be one, a request is refused before anything is looked up", async (t) => {
  const { openAi, proxy } = await start(t);
  for (const authorization of [
    undefined,
    "",
    "Bearer",
    "Bearer ",
    `Basic ${proxy.token}`,
    `Bearer "${proxy.token}"`,
    `Bearer ${proxy.token} x`,
    `Bearer ${proxy.token.slice(0, -1)}`,
    `Bearer ${proxy.token}, Bearer ${proxy.token}`,
    "Bearer sk-proj-somebody-s-own-key-made-up",
  ]) {
    const response = await proxy.post(
      "/v1/responses",
      body,
      authorization === undefined ? {} : { authorization },
    );
    const error = await assertRefused(response, 401, "invalid_proxy_token");
    assert.ok(!error.message.includes(proxy.token.slice(11, 30)) && !error.message.includes("somebody"));
  }
  assert.equal(openAi.requests.length, 0);
});

test("a well-formed token that was never given out is refused", async (t) => {
  const { proxy } = await start(t);
  const other = await start(t);
  const response = await proxy.post("/v1/responses", body, { authorization: `Bearer ${other.proxy.token}` });
  await assertRefused(response, 401, "invalid_proxy_token");
});

test("the scheme's name may be written in any case", async (t) => {
  const { proxy } = await start(t);
  const response = await proxy.post("/v1/responses", body, { authorization: `bearer ${proxy.token}` });
  assert.equal(response.status, 200);
});

test("a token that is disabled is refused from the next request on, and let in again", async (t) => {
  const { proxy } = await start(t);
  assert.equal((await proxy.post("/v1/responses", body)).status, 200);
  await proxy.admin.update(proxy.tokenHash, { enabled: false });
  await assertRefused(await proxy.post("/v1/responses", body), 401, "token_disabled");
  await proxy.admin.update(proxy.tokenHash, { enabled: true });
  assert.equal((await proxy.post("/v1/responses", body)).status, 200);
});

test("an expired token is refused, and so is one whose expiry can't be read", async (t) => {
  const { proxy } = await start(t);
  for (const expiresAt of ["2020-01-01T00:00:00.000Z", "next week"]) {
    const token = await proxy.addToken({ userId: "bob@example.com", expiresAt });
    const response = await proxy.post("/v1/responses", body, { authorization: `Bearer ${token}` });
    await assertRefused(response, 401, "token_expired");
  }
});

test("a token with a list of models may ask for those alone", async (t) => {
  const { openAi, proxy } = await start(t);
  const token = await proxy.addToken({ userId: "bob@example.com", models: ["gpt-5.5"] });
  const ask = (text: string): Promise<Response> =>
    proxy.post("/v1/responses", text, { authorization: `Bearer ${token}` });
  assert.equal((await ask('{"model":"gpt-5.5"}')).status, 200);
  for (const text of [
    '{"model":"gpt-6.1-sol"}',
    '{"model":"gpt-5.5","model":"gpt-6.1-sol"}',
    '{"input":"hi"}',
    '{"model":["gpt-5.5"]}',
    "not json",
    "",
  ]) {
    await assertRefused(await ask(text), 400, "model_not_allowed");
  }
  assert.equal(openAi.requests.length, 1);
});

test("what is not offered is refused, and a WebSocket attempt is told so", async (t) => {
  const { openAi, proxy } = await start(t);
  const authorization = `Bearer ${proxy.token}`;
  for (const [method, path] of [
    ["POST", "/v1/responses/"],
    ["POST", "//v1/responses"],
    ["GET", "/v1/files"],
    ["DELETE", "/v1/models/gpt-5.5"],
  ] as const) {
    const response = await fetch(`${proxy.url.origin}${path}`, { method, headers: { authorization } });
    await assertRefused(response, 403, "route_not_allowed");
  }
  const attempt = await fetch(new URL("/v1/responses", proxy.url), { headers: { authorization } });
  await assertRefused(attempt, 426, "websocket_not_supported");
  assert.equal(openAi.requests.length, 0);
});

test("a body above the bound is refused, whether its length was announced or not", async (t) => {
  const { openAi, proxy } = await start(t, { server: { maxBodyBytes: 1000 } });
  await assertRefused(await proxy.post("/v1/responses", "x".repeat(1001)), 413, "request_too_large");
  const chunked = await fetch(new URL("/v1/responses", proxy.url), {
    method: "POST",
    headers: { authorization: `Bearer ${proxy.token}` },
    body: ReadableStream.from([new Uint8Array(600), new Uint8Array(600)]),
    duplex: "half",
  });
  await assertRefused(chunked, 413, "request_too_large");
  assert.equal((await proxy.post("/v1/responses", "x".repeat(1000))).status, 200);
  assert.equal(openAi.requests.length, 1);
});

test("a token store that can't be asked is never taken for an unknown token", async (t) => {
  const tokens = { find: () => Promise.reject(new Error("throttled")) };
  const { proxy } = await start(t, { stores: { tokens } });
  const response = await proxy.post("/v1/responses", body);
  assert.equal(response.headers.get("retry-after"), "2");
  await assertRefused(response, 503, "token_store_unavailable");
});

test("without a key nothing is sent", async (t) => {
  const denied = (): Promise<never> => Promise.reject(new Error("access denied"));
  const keys = { get: denied, renew: denied };
  const { openAi, proxy } = await start(t, { stores: { keys } });
  const response = await proxy.post("/v1/responses", body);
  assert.equal(response.headers.get("retry-after"), "2");
  await assertRefused(response, 503, "upstream_key_unavailable");
  assert.equal(openAi.requests.length, 0);
});

test("an OpenAI that can't be reached, or dies before its answer, is a 502", async (t) => {
  const { openAi, proxy } = await start(t);
  openAi.answerWith(dieAtOnce);
  await assertRefused(await proxy.post("/v1/responses", body), 502, "upstream_unreachable");
  openAi.answerWith(dieInsideJson);
  await assertRefused(await proxy.post("/v1/responses", body), 502, "upstream_unreachable");
  assert.equal(openAi.requests.length, 2, "nothing is retried once a byte has gone out");
  await openAi.close();
  await assertRefused(await proxy.post("/v1/responses", body), 502, "upstream_unreachable");
});

test("a fault of our own is a 503 that tells nothing of itself", async (t) => {
  const tokens = {
    find: async () => {
      const record = { get enabled(): boolean { throw new TypeError("secret detail"); } }; // prettier-ignore
      return record as never;
    },
  };
  const { proxy } = await start(t, { stores: { tokens } });
  const error = await assertRefused(await proxy.post("/v1/responses", body), 503, "internal_error");
  assert.ok(!error.message.includes("secret detail"));
});

test("OpenAI's own errors pass as they are", async (t) => {
  const { openAi, proxy } = await start(t);
  const theirs = { message: "Rate limit reached", type: "tokens", code: "rate_limit_exceeded" };
  for (const status of [400, 401, 404, 429, 500, 503]) {
    openAi.answerWith(errorAnswer(status, theirs));
    const response = await proxy.post("/v1/responses", body);
    assert.equal(response.status, status);
    assert.equal(((await response.json()) as WireError).error.message, theirs.message);
    assert.match(response.headers.get("x-request-id") ?? "", /^req_/);
  }
});

test("a refused exchange is recorded for its owner, without words that were never read", async (t) => {
  const { proxy } = await start(t);
  await proxy.admin.update(proxy.tokenHash, { enabled: false });
  await proxy.post("/v1/responses", body);
  const [exchange] = await proxy.recorded(1);
  assert.equal(exchange?.["outcome"], "refused");
  assert.equal(exchange?.["user_id"], "ann@example.com");
  assert.equal(exchange?.["request"].body, null);
  assert.equal(exchange?.["response"].status, 401);
  assert.equal(JSON.parse(exchange?.["response"].body).error.code, "token_disabled");
});

test("a request without a known token leaves a log line and nothing else", async (t) => {
  const { proxy } = await start(t);
  await proxy.post("/v1/responses", body, {});
  await proxy.post("/v1/responses", body);
  const exchanges = await proxy.recorded(1);
  assert.equal(exchanges.length, 1);
  assert.equal(proxy.logLines.length, 2);
  assert.equal((JSON.parse(proxy.logLines[0]!) as Record<string, unknown>)["code"], "invalid_proxy_token");
});
