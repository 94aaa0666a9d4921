import assert from "node:assert/strict";
import { test } from "node:test";
import {
  Refusal,
  type RefusalReason,
  causeOf,
  describeError,
  wireError,
} from "../../lambda/domain/refusal.ts";

const reasons: [RefusalReason, number][] = [
  [{ code: "invalid_proxy_token", problem: "missing" }, 401],
  [{ code: "invalid_proxy_token", problem: "malformed" }, 401],
  [{ code: "invalid_proxy_token", problem: "unknown" }, 401],
  [{ code: "token_disabled", tokenId: "0123456789ab" }, 401],
  [{ code: "token_expired", tokenId: "0123456789ab", expiresAt: "2026-01-01T00:00:00Z" }, 401],
  [{ code: "route_not_allowed", method: "GET", path: "/" }, 403],
  [{ code: "websocket_not_supported" }, 426],
  [{ code: "model_not_allowed", model: "gpt-9", allowed: ["gpt-5.5"] }, 400],
  [{ code: "secret_detected", problem: "found", where: "AWS access key ID in input[1]" }, 400],
  [{ code: "secret_detected", problem: "unreadable" }, 400],
  [{ code: "secret_detected", problem: "unfinished" }, 400],
  [{ code: "request_too_large", maxBodyBytes: 1024 * 1024 }, 413],
  [{ code: "request_malformed", problem: "x", status: 431 }, 431],
  [{ code: "token_store_unavailable", cause: new Error("secret detail") }, 503],
  [{ code: "usage_unavailable", cause: new Error("secret detail") }, 503],
  [{ code: "upstream_key_unavailable", cause: new Error("secret detail") }, 503],
  [{ code: "upstream_unreachable", cause: new Error("secret detail") }, 502],
  [{ code: "upstream_timeout", waitedMs: 5000 }, 504],
  [{ code: "client_closed" }, 499],
  [{ code: "internal_error", cause: new Error("secret detail") }, 503],
];

for (const [reason, status] of reasons) {
  test(`${reason.code} is answered ${status}, in OpenAI's shape, in one or two sentences of our own`, () => {
    const { status: sent, headers, body } = wireError(new Refusal(reason));
    assert.equal(sent, status);
    assert.equal(headers["content-type"], "application/json");
    assert.equal(body.error.code, reason.code);
    assert.equal(body.error.param, null);
    assert.match(body.error.message, /^codex-proxy: .+\.$/);
    assert.ok(
      !JSON.stringify(body).includes("secret detail"),
      "the cause is for the log, not for the caller",
    );
  });
}

test("what may pass by itself says when to try again", () => {
  const retryable = reasons.filter(
    ([reason]) => wireError(new Refusal(reason)).headers["retry-after"] !== undefined,
  );
  assert.deepEqual(
    retryable.map(([reason]) => reason.code),
    ["token_store_unavailable", "usage_unavailable", "upstream_key_unavailable", "internal_error"],
  );
});

test("a model's name from the request can't break out of the sentence", () => {
  const { body } = wireError(
    new Refusal({ code: "model_not_allowed", model: 'a"\n'.repeat(200), allowed: ["b"] }),
  );
  assert.ok(!body.error.message.includes("\n"));
  assert.ok(body.error.message.length < 500);
});

test("the log gets the cause, and the cause of the cause, without a stack", () => {
  const cause = new Error("outer", { cause: Object.assign(new Error("inner"), { code: "ECONNREFUSED" }) });
  assert.equal(causeOf(new Refusal({ code: "upstream_unreachable", cause })), "outer: inner (ECONNREFUSED)");
  assert.equal(describeError("just a text"), "just a text");
});

test("figures in a sentence are the figures", () => {
  const sentence = (refusal: Refusal): string => wireError(refusal).body.error.message;
  assert.match(sentence(new Refusal({ code: "upstream_timeout", waitedMs: 600_000 })), / 600 s\./);
  assert.match(
    sentence(new Refusal({ code: "request_too_large", maxBodyBytes: 100 * 1024 * 1024 })),
    / 100 MB\./,
  );
  const model = "m".repeat(150);
  const shown = sentence(new Refusal({ code: "model_not_allowed", model, allowed: [] }));
  assert.equal(/m{20,}/.exec(shown)?.[0].length, 100);
});

test("an error's code is told only where it is a word", () => {
  assert.equal(describeError(Object.assign(new Error("no"), { code: "EPIPE" })), "no (EPIPE)");
  assert.equal(describeError(Object.assign(new Error("no"), { code: 5 })), "no");
});
