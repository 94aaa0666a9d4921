import assert from "node:assert/strict";
import { test } from "node:test";
import { factsOfJson, factsOfStream, hasTerminalEvent } from "../../lambda/domain/answer-facts.ts";

const usage = {
  input_tokens: 1234,
  input_tokens_details: { cached_tokens: 1024, cache_write_tokens: 100 },
  output_tokens: 56,
  output_tokens_details: { reasoning_tokens: 12 },
  total_tokens: 1290,
};
const counted = {
  inputTokens: 1234,
  cachedInputTokens: 1024,
  cacheWriteTokens: 100,
  outputTokens: 56,
  reasoningTokens: 12,
  source: "reported",
};
const sse = (...events: (object | string)[]): Buffer =>
  Buffer.from(
    events.map((event) => `data: ${typeof event === "string" ? event : JSON.stringify(event)}\n\n`).join(""),
  );
const created = {
  type: "response.created",
  response: { model: "gpt-5.5-2026-04-24", service_tier: "flex", usage: null },
};
const delta = { type: "response.output_text.delta", delta: "naïve " };

for (const ending of ["completed", "incomplete", "failed"] as const) {
  test(`response.${ending} tells the ending, the usage, the model as served and the tier as billed`, () => {
    const response = { status: ending, model: "gpt-5.5-2026-04-24", service_tier: "priority", usage };
    const body = sse(created, delta, { type: `response.${ending}`, response });
    assert.deepEqual(factsOfStream(body), {
      ending,
      model: "gpt-5.5-2026-04-24",
      serviceTier: "priority",
      usage: counted,
    });
  });
}

test("a stream that was cut off tells its model and how much text came", () => {
  const body = Buffer.concat([sse(created, delta, delta), Buffer.from('data: {"type":"response.comp')]);
  assert.deepEqual(factsOfStream(body), {
    model: "gpt-5.5-2026-04-24",
    serviceTier: "flex",
    outputBytes: 14,
  });
});

test("a failed answer without usage keeps its ending", () => {
  const failed = { type: "response.failed", response: { status: "failed", model: "gpt-5.5", usage: null } };
  assert.equal(factsOfStream(sse(created, failed)).ending, "failed");
});

test("an event that only quotes a terminal event does not end the stream", () => {
  const quoting = { type: "response.output_text.delta", delta: 'data: {"type":"response.completed"}\n\n' };
  assert.ok(!hasTerminalEvent(sse(created, quoting)));
  assert.ok(hasTerminalEvent(sse(created, quoting, { type: "response.completed", response: { usage } })));
});

test("a JSON answer of the Responses API is read", () => {
  const body = Buffer.from(
    JSON.stringify({ status: "incomplete", model: "m", service_tier: "default", usage }),
  );
  assert.deepEqual(factsOfJson(body), {
    ending: "incomplete",
    model: "m",
    serviceTier: "default",
    usage: counted,
  });
});

test("a compaction has no status and no model, and is complete", () => {
  const body = Buffer.from(JSON.stringify({ object: "response.compaction", output: [], usage }));
  assert.deepEqual(factsOfJson(body), { ending: "completed", usage: counted });
});

test("a chat completion counts in its own words", () => {
  const chat = {
    object: "chat.completion",
    model: "gpt-5.5",
    usage: {
      prompt_tokens: 10,
      prompt_tokens_details: { cached_tokens: 4 },
      completion_tokens: 5,
      completion_tokens_details: { reasoning_tokens: 2 },
    },
  };
  const facts = factsOfJson(Buffer.from(JSON.stringify(chat)));
  assert.deepEqual(facts.usage, {
    inputTokens: 10,
    cachedInputTokens: 4,
    cacheWriteTokens: 0,
    outputTokens: 5,
    reasoningTokens: 2,
    source: "reported",
  });
});

test("a chat stream is complete with [DONE], and has the usage of the chunk before it", () => {
  const chunk = (rest: object): object => ({ object: "chat.completion.chunk", model: "gpt-5.5", ...rest });
  const content = chunk({ choices: [{ delta: { content: "four" } }], usage: null });
  const last = chunk({ choices: [], usage: { prompt_tokens: 3, completion_tokens: 1 } });
  const withUsage = factsOfStream(sse(content, last, "[DONE]"));
  assert.equal(withUsage.ending, "completed");
  assert.equal(withUsage.usage?.inputTokens, 3);
  const withoutUsage = factsOfStream(sse(content, content, "[DONE]"));
  assert.deepEqual(withoutUsage, { ending: "completed", model: "gpt-5.5", outputBytes: 8 });
});

test("an answer that can't be read has no facts", () => {
  for (const body of ["", "null", "[]", "not json", '{"usage":']) {
    assert.deepEqual(factsOfJson(Buffer.from(body)).usage, undefined, body);
    assert.deepEqual(factsOfStream(Buffer.from(body)).usage, undefined, body);
  }
});

test("counters that are no numbers count as nought", () => {
  const odd = { input_tokens: 5, input_tokens_details: "x", output_tokens: -3, output_tokens_details: null };
  const facts = factsOfJson(Buffer.from(JSON.stringify({ usage: odd })));
  assert.deepEqual(facts.usage, {
    inputTokens: 5,
    cachedInputTokens: 0,
    cacheWriteTokens: 0,
    outputTokens: 0,
    reasoningTokens: 0,
    source: "reported",
  });
});
