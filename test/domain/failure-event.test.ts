import assert from "node:assert/strict";
import { test } from "node:test";
import { failureEvent } from "../../lambda/domain/failure-event.ts";
import { eventsFromStart } from "../../lambda/domain/sse.ts";

const before = Buffer.from(
  'event: response.created\ndata: {"type":"response.created","sequence_number":0,"response":{"id":"resp_1","model":"gpt-5.5","status":"in_progress"}}\n\n' +
    'data: {"type":"response.output_text.delta","sequence_number":7,"delta":"a"}\n\ndata: {"type":"respon',
);

test("a broken stream ends in response.failed, with the id, the model and the next sequence number", () => {
  const all = Buffer.concat([before, failureEvent("responses", before, "upstream_unreachable")]);
  const last = JSON.parse([...eventsFromStart(all)].at(-1)!) as Record<string, any>; // eslint-disable-line
  assert.equal(last["type"], "response.failed");
  assert.equal(last["sequence_number"], 8);
  assert.equal(last["response"].id, "resp_1");
  assert.equal(last["response"].model, "gpt-5.5");
  assert.equal(last["response"].status, "failed");
  assert.equal(last["response"].error.code, "upstream_unreachable");
  assert.match(last["response"].error.message, /^codex-proxy: /);
  assert.ok(all.toString().includes("event: response.failed\n"));
});

test("a stream that broke before its first event still ends in a valid one", () => {
  const event = failureEvent("responses", Buffer.alloc(0), "upstream_timeout").toString();
  const data = JSON.parse(event.split("data: ")[1]!) as {
    sequence_number: number;
    response: { status: string };
  };
  assert.equal(data.sequence_number, 0);
  assert.equal(data.response.status, "failed");
});

test("a chat stream gets the error object that the SDKs look for", () => {
  const event = failureEvent("chat_completions", Buffer.alloc(0), "internal_error").toString();
  assert.match(event, /^event: response\.failed\ndata: \{"error":\{"message":"codex-proxy: /);
});

test("after a deadline Codex must not send the request again", () => {
  assert.ok(failureEvent("responses", before, "deadline").toString().includes('"code":"invalid_prompt"'));
});
