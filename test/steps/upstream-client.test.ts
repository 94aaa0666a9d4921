import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import * as http from "node:http";
import * as https from "node:https";
import { type TestContext, test } from "node:test";
import { Refusal } from "../../lambda/domain/refusal.ts";
import { UpstreamClient, type UpstreamOptions } from "../../lambda/steps/upstream-client.ts";
import { startLocalServer } from "../fakes/local-server.ts";
import { within } from "../fakes/within.ts";

interface Upstream {
  connections: number;
  requests: number;
  closeIdle(): void;
  client(options?: Partial<UpstreamOptions>): UpstreamClient;
}

async function startUpstream(t: TestContext, answer: http.RequestListener): Promise<Upstream> {
  const server = http.createServer((request, response) => {
    upstream.requests++;
    request.resume();
    answer(request, response);
  });
  const upstream: Upstream = {
    connections: 0,
    requests: 0,
    closeIdle: () => server.closeIdleConnections(),
    client: (options) => new UpstreamClient({ url, now: Date.now, ...options }),
  };
  server.on("connection", () => upstream.connections++);
  const { url, close } = await startLocalServer(server);
  t.after(close);
  return upstream;
}

async function ask(client: UpstreamClient): Promise<number | string> {
  const answer = await within(
    "an answer",
    client.send({
      method: "POST",
      path: "/v1/responses",
      headers: {},
      body: Buffer.from("{}"),
      deadlineMs: Infinity,
      onGone() {},
    }),
  );
  if (answer instanceof Refusal) return answer.reason.code;
  const ending = await within(
    "the end of the answer",
    answer.receive(() => true),
  );
  return ending.kind === "whole" ? answer.status : ending.kind;
}

test("a connection is used again", async (t) => {
  const upstream = await startUpstream(t, (_request, response) => response.end("{}"));
  const client = upstream.client();
  for (let i = 0; i < 3; i++) assert.equal(await ask(client), 200);
  assert.equal(upstream.connections, 1);
});

test("a connection that has been idle for longer than an instance may be frozen unseen is not used again", async (t) => {
  const upstream = await startUpstream(t, (_request, response) => response.end("{}"));
  let nowMs = 0;
  const client = upstream.client({ now: () => nowMs });
  assert.equal(await ask(client), 200);
  nowMs = 20_001;
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

test("silence before the first byte ends as a time-out", async (t) => {
  const upstream = await startUpstream(t, () => {});
  assert.equal(await ask(upstream.client({ firstByteTimeoutMs: 50 })), "upstream_timeout");
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
