import assert from "node:assert/strict";
import * as http from "node:http";
import { test } from "node:test";
import { setTimeout as wait } from "node:timers/promises";
import { startLocalServer } from "../fakes/local-server.ts";
import { contender } from "./contender.ts";
import { growingConversations, newConversations } from "./conversations.ts";
import { sendLoad } from "./load.ts";

const load = { requests: 200, concurrency: 4, expect: (): boolean => true };

test("each worker sends its first, its second, its third body", async (t) => {
  const bodies: string[] = [];
  const server = await startLocalServer(
    http.createServer((request, response) => {
      request.on("data", (chunk) => bodies.push(String(chunk)));
      request.on("end", () => response.end("fine"));
    }),
  );
  t.after(() => server.close());
  const to = contender("it", { pid: process.pid, kill: () => {} }, Number(server.url.port), {});
  const bodyOf = (worker: number, turn: number): Buffer => Buffer.from(`${worker}.${turn}`);
  await sendLoad({ ...load, requests: 3, concurrency: 1, bodyOf }, to);
  assert.deepEqual(bodies, ["0.0", "0.1", "0.2"]);
});

test("a load that failed sends nothing more behind the next contender's turn", async (t) => {
  let asked = 0;
  const server = await startLocalServer(
    http.createServer((_request, response) => {
      response.statusCode = ++asked === 7 ? 500 : 200;
      response.end("an answer");
    }),
  );
  t.after(() => server.close());
  const to = contender("it", { pid: process.pid, kill: () => {} }, Number(server.url.port), {});
  await assert.rejects(
    sendLoad({ ...load, bodyOf: () => Buffer.from("{}") }, to),
    /^Error: status 500: an answer$/,
  );
  await wait(100);
  assert.ok(asked < 7 + load.concurrency, `${asked} requests`);
});

test("a conversation is sent whole with each turn and grows; another worker's, and the next load's, is another", () => {
  const bodyOf = growingConversations(100_000);
  const [first, second, others, anew] = [bodyOf(0, 0), bodyOf(0, 1), bodyOf(1, 0), bodyOf(0, 0)];
  assert.ok(first.length >= 100_000 && first.length < 120_000, `${first.length} bytes`);
  assert.ok(second.subarray(0, first.length - 2).equals(first.subarray(0, -2)));
  assert.ok(second.length > first.length + 7_000, `${second.length} bytes`);
  for (const body of [first, second, others, anew]) JSON.parse(body.toString());
  assert.notDeepEqual(others.subarray(0, 9_000), first.subarray(0, 9_000));
  assert.notDeepEqual(anew.subarray(0, 9_000), first.subarray(0, 9_000));
});

test("of a new conversation no block of 8 KB was sent before", () => {
  const bodyOf = newConversations(100_000);
  const blocks = [bodyOf(0, 0), bodyOf(0, 1), bodyOf(1, 5)].flatMap((body) =>
    Array.from({ length: 12 }, (_, at) => body.toString("latin1", at * 8192, (at + 1) * 8192)),
  );
  assert.equal(new Set(blocks).size, blocks.length);
});
