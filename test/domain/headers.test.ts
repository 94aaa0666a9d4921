import assert from "node:assert/strict";
import { test } from "node:test";
import { fromRawHeaders, headersForCaller, headersForUpstream } from "../../lambda/domain/headers.ts";

test("Codex's own headers go to OpenAI as they came", () => {
  const codex = {
    "content-type": "application/json",
    accept: "text/event-stream",
    originator: "codex_exec",
    "session-id": "01a20238-0237-7e73-9342-f041d50b8767",
    "x-codex-turn-metadata": '{"turn_id":"1"}',
    "x-codex-turn-state": "sticky-abc",
    "x-openai-internal-codex-responses-lite": "true",
    "openai-beta": "responses_multi_agent=v1",
    "content-encoding": "zstd",
  };
  assert.deepEqual(headersForUpstream(codex), { ...codex, "accept-encoding": "identity" });
});

for (const name of [
  "authorization",
  "host",
  "cookie",
  "connection",
  "keep-alive",
  "proxy-authorization",
  "proxy-authenticate",
  "proxy-connection",
  "te",
  "trailer",
  "transfer-encoding",
  "upgrade",
  "content-length",
  "expect",
  "x-amz-date",
  "x-amzn-trace-id",
  "x-forwarded-for",
  "x-forwarded-proto",
  "forwarded",
  "via",
  "cf-ray",
  "cf-connecting-ip",
  "x-api-key",
  "openai-organization",
  "openai-project",
]) {
  test(`${name} never goes to OpenAI`, () => {
    assert.deepEqual(headersForUpstream({ [name]: "x" }), { "accept-encoding": "identity" });
  });
}

test("what Connection names is not passed on, in either direction", () => {
  const headers = { connection: "close, X-Private ,keep-alive", "x-private": "1", "x-public": "2" };
  assert.deepEqual(headersForUpstream(headers), { "x-public": "2", "accept-encoding": "identity" });
  assert.deepEqual(headersForCaller(headers, { isStream: false }), { "x-public": "2" });
});

test("a caller can't ask for a compressed answer", () => {
  assert.equal(headersForUpstream({ "accept-encoding": "gzip, br" })["accept-encoding"], "identity");
});

test("OpenAI's headers go back, less cookies and whose account it is", () => {
  const kept = {
    "x-request-id": "req_1",
    "x-ratelimit-remaining-tokens": "5",
    "x-codex-turn-state": "s",
    "retry-after": "2",
  };
  const dropped = {
    "set-cookie": "a=b",
    "openai-organization": "org",
    "openai-project": "proj",
    "transfer-encoding": "chunked",
    "keep-alive": "timeout=5",
  };
  assert.deepEqual(headersForCaller({ ...kept, ...dropped }, { isStream: true }), kept);
});

test("the length of an answer is passed on unless it is a stream", () => {
  assert.deepEqual(headersForCaller({ "content-length": "5" }, { isStream: false }), {
    "content-length": "5",
  });
  assert.deepEqual(headersForCaller({ "content-length": "5" }, { isStream: true }), {});
});

test("headers that came twice are joined, so that a second Authorization can be seen", () => {
  const headers = fromRawHeaders(["Authorization", "Bearer a", "X-A", "1", "authorization", "Bearer b"]);
  assert.equal(headers["authorization"], "Bearer a, Bearer b");
  assert.equal(headers["x-a"], "1");
});

test("a header named __proto__ is a header like any other", () => {
  const headers = fromRawHeaders(["__proto__", "polluted"]);
  assert.equal(Object.keys(headers)[0], "__proto__");
  assert.equal(({} as Record<string, unknown>)["polluted"], undefined);
});
