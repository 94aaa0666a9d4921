import assert from "node:assert/strict";
import { test } from "node:test";
import { estimateUsage } from "../../lambda/domain/usage.ts";

test("an estimate counts four bytes a token and says that it is one", () => {
  assert.deepEqual(estimateUsage(Buffer.from("x".repeat(401)), 9), {
    inputTokens: 101,
    cachedInputTokens: 0,
    cacheWriteTokens: 0,
    outputTokens: 3,
    reasoningTokens: 0,
    source: "estimated",
  });
});

test("an embedded image does not count as text", () => {
  const image = `data:image/png;base64,${"A".repeat(100_000)}`;
  const body = Buffer.from(
    JSON.stringify({ input: [{ image_url: image }, { image_url: image }, { text: "hello" }] }),
  );
  assert.ok(estimateUsage(body, 0).inputTokens < 50);
  const cutOff = body.subarray(0, 50_000);
  assert.ok(estimateUsage(cutOff, 0).inputTokens < 50);
});
