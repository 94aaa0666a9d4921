import assert from "node:assert/strict";
import { test } from "node:test";
import { limits } from "../../lambda/domain/limits.ts";
import type { Body } from "../../lambda/domain/body.ts";
import { bodyOf } from "../../lambda/domain/incoming-body.ts";
import { Refusal } from "../../lambda/domain/refusal.ts";
import type { Reply } from "../../lambda/exchange.ts";
import { type Proxy, createProxy } from "../../lambda/proxy.ts";
import { authenticateAs } from "../../lambda/steps/authenticate.ts";
import { forwardTo } from "../../lambda/steps/forward.ts";
import { inspectNothing } from "../../lambda/steps/inspect.ts";
import { type Recorder, recordNothing, recordTo } from "../../lambda/steps/record.ts";
import type { UpstreamRequest } from "../../lambda/steps/upstream-client.ts";
import { GivenKeyStore } from "../../lambda/stores/local/given-key-store.ts";
import { makeDeveloperToken } from "../fakes/developer-token.ts";

const stream = { write: () => true, once: () => {}, end() {} };
const reply: Reply = { open: () => stream, body: undefined, onGone() {} };
const request = { method: "POST", path: "/v1/responses", query: "", headers: {}, deadlineMs: Infinity };

/** The proxy before an OpenAI that fails once it has been sent what it is told to wait for. */
function proxyTo(send: (request: UpstreamRequest) => void | Promise<void>, recorder: Recorder): Proxy {
  const upstream = {
    async send(sent: UpstreamRequest) {
      await send(sent);
      return new Refusal({ code: "upstream_unreachable", cause: "made up" });
    },
  };
  return createProxy({
    routes: "standard",
    authenticate: authenticateAs(makeDeveloperToken().record),
    inspect: inspectNothing,
    forward: forwardTo(upstream, new GivenKeyStore("sk-made-up")),
    recorder,
    now: Date.now,
  });
}

function recorder(): Recorder {
  return recordTo({
    knownBlocksBytes: limits.knownBlocksBytes,
    archive: { async put() {}, putIfAbsent: async () => true },
    ledger: { async add() {} },
    logBodies: "full",
    inFlightRecords: false,
    functionName: "test",
    log() {},
    now: Date.now,
  });
}

function bytesLeft(body: Body): number {
  return body.blocks.reduce((sum, { bytes }) => sum + bytes.length, 0);
}

test("a body that has been sent and recorded is freed", async () => {
  const body = bodyOf(Buffer.alloc(100_000, "a"));
  await proxyTo((sent) => sent.onSent(), recordNothing)({ ...request, readBody: async () => body }, reply);
  assert.equal(bytesLeft(body), 0);
});

test("a body that is still being sent stays in memory", async () => {
  const body = bodyOf(Buffer.alloc(100_000, "a"));
  await proxyTo(() => {}, recordNothing)({ ...request, readBody: async () => body }, reply);
  assert.equal(bytesLeft(body), 100_000);
});

test("what two requests have in common stays as it is for the one when the other has ended", async () => {
  const text = Buffer.from("the same conversation ".repeat(10_000));
  const slow = Promise.withResolvers<void>();
  const waits = [undefined, slow.promise, undefined];
  const sent: UpstreamRequest[] = [];
  const bodies: Body[] = [];
  const proxy = proxyTo(async (upstreamRequest) => {
    sent.push(upstreamRequest);
    await waits[sent.length - 1];
    upstreamRequest.onSent();
  }, recorder());
  const send = (): Promise<void> =>
    proxy(
      {
        ...request,
        async readBody(known) {
          const body = bodyOf(text, known);
          bodies.push(body);
          return body;
        },
      },
      reply,
    );
  await send();
  const second = send();
  await send();
  assert.deepEqual(
    bodies.map(({ ownBytes }) => ownBytes),
    [0, 0, 0],
  );
  assert.ok(sent[1]!.body.read((bytes) => bytes.equals(text)));
  slow.resolve();
  await second;
});
