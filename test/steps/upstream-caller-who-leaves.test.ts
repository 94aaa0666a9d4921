import assert from "node:assert/strict";
import type * as http from "node:http";
import { test } from "node:test";
import { setTimeout as wait } from "node:timers/promises";
import { Refusal } from "../../lambda/domain/refusal.ts";
import { within } from "../fakes/within.ts";
import { ask, send, startEndless, startUpstream } from "./start-upstream.ts";

test("a caller who leaves before the first byte ends the request, and its connection", async (t) => {
  const closed = Promise.withResolvers<void>();
  const arrived = Promise.withResolvers<void>();
  const upstream = await startUpstream(t, (_request, response) => {
    response.on("close", closed.resolve);
    arrived.resolve();
  });
  let leave = (): void => {};
  const answered = send(upstream.client(), { onGone: (listener) => (leave = listener) });
  await within("the request", arrived.promise);
  leave();
  const refusal = await answered;
  assert.ok(refusal instanceof Refusal);
  assert.deepEqual(refusal.reason, { code: "client_closed" });
  await within("the connection to be closed", closed.promise);
});

test("a caller who leaves in the middle of a stream ends it, and its connection", async (t) => {
  const { upstream, closed } = await startEndless(t);
  const leavers: (() => void)[] = [];
  const answer = await send(upstream.client(), { onGone: (listener) => void leavers.push(listener) });
  assert.ok(!(answer instanceof Refusal));
  const ended = answer.receive(() => true);
  for (const leave of leavers) leave();
  assert.deepEqual(await within("the end of the answer", ended), { kind: "client_closed" });
  await within("the connection to be closed", closed);
});

test("drain: the rest is read for a caller who has left, even one who had stopped reading before", async (t) => {
  const { upstream, response } = await startEndless(t);
  const leavers: (() => void)[] = [];
  const answer = await send(upstream.client({ onDisconnect: "drain" }), {
    onGone: (listener) => void leavers.push(listener),
  });
  assert.ok(!(answer instanceof Refusal));
  const read = Promise.withResolvers<void>();
  let text = "";
  let hasLeft = false;
  const ended = answer.receive((chunk) => {
    text += String(chunk);
    read.resolve();
    return hasLeft;
  });
  await within("the first event", read.promise);
  hasLeft = true;
  for (const leave of leavers) leave();
  (await response).end("data: 2\n\n");
  assert.deepEqual(await within("the end of the answer", ended), { kind: "client_closed" });
  assert.equal(text, "data: 1\n\ndata: 2\n\n");
});

test("drain: a caller who leaves after OpenAI's end leaves no timer behind", async (t) => {
  const upstream = await startUpstream(t, (_request, response) => response.end("{}"));
  const leavers: (() => void)[] = [];
  const client = upstream.client({ onDisconnect: "drain" });
  const answer = await send(client, { onGone: (listener) => void leavers.push(listener) });
  assert.ok(!(answer instanceof Refusal));
  assert.deepEqual(await answer.receive(() => true), { kind: "whole" });
  const before = timers();
  for (const leave of leavers) leave();
  assert.equal(timers(), before);
});

test("drain: an answer whose head comes after its caller has left is read to its end", async (t) => {
  const arrived = Promise.withResolvers<http.ServerResponse>();
  const upstream = await startUpstream(t, (_request, response) => arrived.resolve(response));
  const leavers: (() => void)[] = [];
  const answered = send(upstream.client({ onDisconnect: "drain" }), {
    onGone: (listener) => void leavers.push(listener),
  });
  const response = await within("the request", arrived.promise);
  const before = timers();
  for (const leave of leavers) leave();
  assert.equal(timers(), before + 1);
  response.end('{"usage":{}}');
  const answer = await answered;
  assert.ok(!(answer instanceof Refusal));
  let text = "";
  const ending = await answer.receive((chunk) => {
    text += String(chunk);
    return true;
  });
  assert.deepEqual(ending, { kind: "client_closed" });
  assert.equal(text, '{"usage":{}}');
});

test("drain: a caller who leaves between the head and the reading of the body loses none of it", async (t) => {
  const upstream = await startUpstream(t, (_request, response) => response.end("{}"));
  const leavers: (() => void)[] = [];
  const answer = await send(upstream.client({ onDisconnect: "drain" }), {
    onGone: (listener) => void leavers.push(listener),
  });
  assert.ok(!(answer instanceof Refusal));
  for (const leave of leavers) leave();
  await wait(50);
  let text = "";
  await answer.receive((chunk) => {
    text += String(chunk);
    return true;
  });
  assert.equal(text, "{}");
});

for (const [name, answer] of [
  ["head", () => {}],
  ["end", (response: http.ServerResponse) => void response.write("data: 1\n\n")],
] as const) {
  test(`drain: who waits for OpenAI's ${name} on behalf of nobody waits for two minutes`, async (t) => {
    const arrived = Promise.withResolvers<void>();
    const closed = Promise.withResolvers<void>();
    const upstream = await startUpstream(t, (_request, response) => {
      response.on("close", closed.resolve);
      answer(response);
      arrived.resolve();
    });
    const leavers: (() => void)[] = [];
    let isOver = false;
    const ended = ask(upstream.client({ onDisconnect: "drain" }), {
      onGone: (listener) => void leavers.push(listener),
    }).finally(() => (isOver = true));
    await within("the request", arrived.promise);
    await wait(100);
    t.mock.timers.enable({ apis: ["setTimeout"] });
    for (const leave of leavers) leave();
    t.mock.timers.tick(119_999);
    await new Promise((resolve) => setImmediate(resolve));
    assert.equal(isOver, false);
    t.mock.timers.tick(1);
    t.mock.timers.reset();
    assert.equal(await ended, "client_closed");
    await within("the connection to be closed", closed.promise);
  });
}

test("drain: a request whose caller has left before it is sent is not sent", async (t) => {
  const upstream = await startUpstream(t, (_request, response) => response.end("{}"));
  const client = upstream.client({ onDisconnect: "drain" });
  assert.equal(await ask(client, { onGone: (listener) => listener() }), "client_closed");
  assert.equal(upstream.requests, 0);
});

const timers = (): number => process.getActiveResourcesInfo().filter((name) => name === "Timeout").length;
