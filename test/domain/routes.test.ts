import assert from "node:assert/strict";
import { test } from "node:test";
import { Refusal } from "../../lambda/domain/refusal.ts";
import { findRoute } from "../../lambda/domain/routes.ts";

const codeOf = (route: unknown): unknown => (route instanceof Refusal ? route.reason.code : route);

for (const [method, path, route] of [
  ["POST", "/v1/responses", "responses"],
  ["POST", "/v1/responses/compact", "compact"],
  ["POST", "/v1/chat/completions", "chat_completions"],
  ["GET", "/v1/models", "models"],
  ["GET", "/v1/models/gpt-5.5", "models"],
  ["GET", "/v1/models/ft:gpt-4o:org::id", "models"],
  ["GET", "/v1/usage/me", "usage"],
  ["GET", "/health", "health"],
  ["HEAD", "/health", "health"],
] as const) {
  test(`${method} ${path} is offered, with any query`, () => {
    assert.equal(findRoute(method, path, "", "standard"), route);
    assert.equal(findRoute(method, path, "api-version=1", "standard"), route);
  });
}

for (const [method, path] of [
  ["POST", "//v1/responses"],
  ["POST", "/v1/responses/"],
  ["POST", "/v1//responses"],
  ["POST", "/V1/responses"],
  ["POST", "/v1/%72esponses"],
  ["POST", "/v1/x/../responses"],
  ["POST", "/v1/%2e%2e/v1/responses"],
  ["POST", "/v1/responses;a=b"],
  ["POST", "/responses"],
  ["POST", "http://evil.example/v1/responses"],
  ["POST", ""],
  ["PUT", "/v1/responses"],
  ["post", "/v1/responses"],
  ["DELETE", "/v1/models/gpt-5.5"],
  ["GET", "/v1/models/"],
  ["GET", "/v1/models/.."],
  ["GET", "/v1/models/a/b"],
  ["GET", "/v1/models/a%2fb"],
  ["GET", "/v1/responses/resp_1"],
  ["GET", "/v1/files"],
  ["POST", "/v1/usage/me"],
  ["GET", "/v1/usage/ann@example.com"],
  ["POST", "/v1/embeddings"],
  ["OPTIONS", "/v1/responses"],
  ["GET", "/"],
] as const) {
  test(`${method} ${path} is refused`, () => {
    assert.equal(codeOf(findRoute(method, path, "", "standard")), "route_not_allowed");
  });
}

test("a GET of /v1/responses is a WebSocket attempt, and Codex is told to use HTTP", () => {
  assert.equal(codeOf(findRoute("GET", "/v1/responses", "", "standard")), "websocket_not_supported");
});

test("strict mode offers POST /v1/responses without a query, and nothing else", () => {
  assert.equal(findRoute("POST", "/v1/responses", "", "strict"), "responses");
  for (const [method, path, query] of [
    ["POST", "/v1/responses", "x=1"],
    ["GET", "/v1/responses", ""],
    ["POST", "/v1/responses/", ""],
    ["POST", "/v1/responses/compact", ""],
    ["POST", "/v1/chat/completions", ""],
    ["GET", "/v1/models", ""],
    ["GET", "/v1/usage/me", ""],
    ["GET", "/health", ""],
  ] as const) {
    assert.equal(
      codeOf(findRoute(method, path, query, "strict")),
      "route_not_allowed",
      `${method} ${path}?${query}`,
    );
  }
});
