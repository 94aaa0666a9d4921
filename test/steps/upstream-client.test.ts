import assert from "node:assert/strict";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import * as http from "node:http";
import * as https from "node:https";
import * as net from "node:net";
import { test } from "node:test";
import { setTimeout as wait } from "node:timers/promises";
import { bodyOf } from "../../lambda/domain/incoming-body.ts";
import { Refusal } from "../../lambda/domain/refusal.ts";
import { UpstreamClient } from "../../lambda/steps/upstream-client.ts";
import { startLocalServer } from "../fakes/local-server.ts";
import { within } from "../fakes/within.ts";
import { ask, send, startEndless, startUpstream } from "./start-upstream.ts";

test("a connection is used again", async (t) => {
  const upstream = await startUpstream(t, (_request, response) => response.end("{}"));
  const client = upstream.client();
  for (let i = 0; i < 3; i++) assert.equal(await ask(client), 200);
  assert.equal(upstream.connections, 1);
});

test("a connection that has been idle for longer than an instance may be frozen unseen is not used again", async (t) => {
  const upstream = await startUpstream(t, (_request, response) => response.end("{}"));
  let nowMs = 1_000;
  const client = upstream.client({ now: () => nowMs });
  assert.equal(await ask(client), 200);
  nowMs += 20_000;
  assert.equal(await ask(client), 200);
  assert.equal(upstream.connections, 1);
  nowMs += 20_001;
  assert.equal(await ask(client), 200);
  assert.equal(upstream.connections, 2);
});

test("a connection that OpenAI closed while it was idle costs nobody an error", async (t) => {
  const upstream = await startUpstream(t, (_request, response) => response.end("{}"));
  const client = upstream.client();
  for (let i = 0; i < 20; i++) {
    assert.equal(await ask(client), 200);
    upstream.closeIdle();
    // As when a request arrives: the event loop has gone round since.
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
});

test("a request that was sent is never sent again, even where its connection had been used before", async (t) => {
  let isFirst = true;
  const upstream = await startUpstream(t, (request, response) => {
    if (isFirst) response.end("{}");
    else request.socket.resetAndDestroy();
    isFirst = false;
  });
  const client = upstream.client();
  assert.equal(await ask(client), 200);
  assert.equal(await ask(client), "upstream_unreachable");
  assert.equal(upstream.requests, 2);
});

test("silence before the first byte ends as a time-out, and the connection with it", async (t) => {
  const closed = Promise.withResolvers<void>();
  const upstream = await startUpstream(t, (request) => request.socket.once("close", closed.resolve));
  assert.equal(await ask(upstream.client({ firstByteTimeoutMs: 50 })), "upstream_timeout");
  await within("the end of the connection", closed.promise);
});

test("silence in the middle of a stream ends it", async (t) => {
  const upstream = await startUpstream(t, (_request, response) => response.write("data: 1\n\n"));
  assert.equal(await ask(upstream.client({ streamIdleTimeoutMs: 50 })), "silent");
});

test("an address that nobody listens at, and a name that nobody has, are unreachable", async () => {
  for (const url of ["http://127.0.0.1:1", "http://no-such-host.invalid"]) {
    const client = new UpstreamClient({ url: new URL(url), now: Date.now });
    assert.equal(await ask(client), "upstream_unreachable");
  }
});

test("a certificate that nobody vouches for is not accepted, and nothing is sent", async (t) => {
  const pem = (name: string): Buffer =>
    readFileSync(new URL(`../fixtures/self-signed/${name}.pem`, import.meta.url));
  let requests = 0;
  const server = https.createServer({ key: pem("key"), cert: pem("certificate") }, (_request, response) => {
    requests++;
    response.end("{}");
  });
  const { url, close } = await startLocalServer(server);
  t.after(close);
  const client = new UpstreamClient({ url: new URL(`https://127.0.0.1:${url.port}`), now: Date.now });
  assert.equal(await ask(client), "upstream_unreachable");
  assert.equal(requests, 0);
});

test("garbage in the place of HTTP is unreachable", async (t) => {
  const upstream = await startUpstream(t, (request) => {
    request.socket.end("hello\r\n\r\n");
  });
  assert.equal(await ask(upstream.client()), "upstream_unreachable");
});

test("a path before /v1 is kept", async (t) => {
  const paths: (string | undefined)[] = [];
  const server = http.createServer((request, response) => {
    paths.push(request.url);
    response.end("{}");
  });
  const { url, close } = await startLocalServer(server);
  t.after(close);
  await ask(new UpstreamClient({ url: new URL("/some/prefix/", url), now: Date.now }));
  assert.deepEqual(paths, ["/some/prefix/v1/responses"]);
});

test("a body is framed by its length, whatever the method; a GET without one has no length at all", async (t) => {
  const framing: unknown[] = [];
  const upstream = await startUpstream(t, ({ headers }, response) => {
    framing.push([headers["content-length"], headers["transfer-encoding"]]);
    response.end("{}");
  });
  const client = upstream.client();
  for (const [method, body] of [
    ["POST", "{}"],
    ["POST", ""],
    ["GET", ""],
    ["GET", "odd"],
  ] as const) {
    await send(client, { method, body: bodyOf(Buffer.from(body)) });
  }
  assert.deepEqual(framing, [
    ["2", undefined],
    ["0", undefined],
    [undefined, undefined],
    ["3", undefined],
  ]);
});

test("the deadline ends the wait for a first byte, at once where it has passed", async (t) => {
  const upstream = await startUpstream(t, () => {});
  const client = upstream.client({ now: () => 1_000_000 });
  for (const [deadlineMs, waitedMs] of [
    [1_000_050, 50],
    [999_000, 1],
  ] as const) {
    const refusal = await send(client, { deadlineMs });
    assert.ok(refusal instanceof Refusal);
    assert.deepEqual(refusal.reason, { code: "upstream_timeout", waitedMs });
  }
});

test("the deadline ends a stream, and its connection", async (t) => {
  const { upstream, closed } = await startEndless(t);
  const answer = await send(upstream.client({ now: () => 1_000_000 }), { deadlineMs: 1_000_200 });
  assert.ok(!(answer instanceof Refusal));
  const ending = await within(
    "the end of the answer",
    answer.receive(() => true),
  );
  assert.deepEqual(ending, { kind: "deadline" });
  await within("the connection to be closed", closed);
});

test("a stream that breaks off says why, and one that falls silent is let go of", async (t) => {
  const broken = await startEndless(t);
  const answer = await send(broken.upstream.client());
  assert.ok(!(answer instanceof Refusal));
  const ended = answer.receive(() => true);
  (await broken.response).socket?.resetAndDestroy();
  const ending = await within("the end of the answer", ended);
  assert.ok(ending.kind === "cut_off" && ending.cause instanceof Error);

  const silent = await startEndless(t);
  assert.equal(await ask(silent.upstream.client({ streamIdleTimeoutMs: 50 })), "silent");
  await within("the connection to be closed", silent.closed);
});

test("an answer that breaks before anybody reads it is cut off, and nobody's uncaught exception", async (t) => {
  const { upstream, response } = await startEndless(t);
  const answer = await send(upstream.client());
  assert.ok(!(answer instanceof Refusal));
  (await response).socket?.resetAndDestroy();
  await new Promise((resolve) => setTimeout(resolve, 50));
  const ending = await within(
    "the end of the answer",
    answer.receive(() => true),
  );
  assert.equal(ending.kind, "cut_off");
});

test("it is told when the whole body has been sent, which is before an answer to it can come", async (t) => {
  const upstream = await startUpstream(t, (request, response) => {
    request.on("end", () => response.end());
  });
  let sent = 0;
  await send(upstream.client(), { body: bodyOf(Buffer.alloc(8 * 1024 * 1024)), onSent: () => sent++ });
  assert.equal(sent, 1);
});

test("it is not told where the answer comes before the body has been read", async (t) => {
  const upstream = await startUpstream(t, (request, response) => {
    request.pause();
    response.end();
  });
  let sent = 0;
  await send(upstream.client(), { body: bodyOf(Buffer.alloc(64 * 1024 * 1024)), onSent: () => sent++ });
  assert.equal(sent, 0);
});

test("an answer that is none, a switch of protocols, is unreachable, and at once", async (t) => {
  const upstream = await startUpstream(t, (request) => {
    request.socket.write("HTTP/1.1 101 Switching Protocols\r\nconnection: upgrade\r\nupgrade: x\r\n\r\n");
  });
  assert.equal(await ask(upstream.client()), "upstream_unreachable");
});

test("a body that OpenAI answers early and never reads is given up, and its connection with it", async (t) => {
  const body = Buffer.alloc(64 * 1024 * 1024);
  const answered = Promise.withResolvers<net.Socket>();
  const server = net.createServer((socket) => {
    socket.on("error", () => {});
    socket.once("data", () => {
      socket.pause();
      socket.write("HTTP/1.1 413 Too Large\r\ncontent-length: 2\r\n\r\n{}");
      answered.resolve(socket);
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  t.after(() => server.close());
  const { port } = server.address() as net.AddressInfo;
  const url = new URL(`http://127.0.0.1:${port}`);
  const client = new UpstreamClient({ url, now: Date.now, streamIdleTimeoutMs: 50 });
  const answer = await send(client, { body: bodyOf(body) });
  assert.ok(!(answer instanceof Refusal));
  assert.deepEqual(await answer.receive(() => true), { kind: "whole" });
  await wait(200);
  // Only who reads can see that the connection has ended.
  const socket = await answered.promise;
  const closed = once(socket, "close");
  socket.resume();
  await within("the connection to be closed", closed);
  assert.ok(socket.bytesRead < body.length);
});

test("a stream that falls silent after a caller held it up for longer than it may be silent is let go of", async (t) => {
  const { upstream, closed } = await startEndless(t);
  const answer = await send(upstream.client({ streamIdleTimeoutMs: 100 }));
  assert.ok(!(answer instanceof Refusal));
  const paused = Promise.withResolvers<void>();
  const ended = answer.receive(() => {
    paused.resolve();
    return false;
  });
  await within("the first event", paused.promise);
  assert.equal(await Promise.race([ended, wait(400, "held up")]), "held up");
  answer.resume();
  assert.deepEqual(await within("the end of the answer", ended), { kind: "silent" });
  await within("the connection to be closed", closed);
});
