import assert from "node:assert/strict";
import { once } from "node:events";
import * as http from "node:http";
import { connect } from "node:net";
import { type TestContext, suite, test } from "node:test";
import { setTimeout as wait } from "node:timers/promises";
import type { Body } from "../../lambda/domain/body.ts";
import { Refusal } from "../../lambda/domain/refusal.ts";
import { type NodeServerOptions, createNodeServer } from "../../lambda/hosts/node-server.ts";
import type { Exchange } from "../../lambda/exchange.ts";
import type { Proxy } from "../../lambda/proxy.ts";
import { refuse } from "../../lambda/steps/refuse.ts";
import { startLocalServer } from "../fakes/local-server.ts";
import { within } from "../fakes/within.ts";
import { rawRequest } from "./raw-request.ts";

/** The server with a proxy made up for one test. */
async function serve(t: TestContext, proxy: Proxy, options: NodeServerOptions = {}): Promise<URL> {
  const server = await startLocalServer(createNodeServer(proxy, options));
  t.after(() => server.close());
  return server.url;
}

const answer403: Proxy = async (_request, reply) => reply.open(403, {}).end();

suite("/shutdown", () => {
  test("ends the server, once the one who asked has been told", async (t) => {
    const ended = Promise.withResolvers<void>();
    const url = await serve(t, answer403, { onShutdown: ended.resolve });
    const response = await fetch(new URL("/shutdown", url));
    assert.equal(response.status, 200);
    assert.equal(await response.text(), "shutting down\n");
    await within("the end of the server", ended.promise);
  });

  test("is that path and method, and no other", async (t) => {
    const url = await serve(t, answer403, { onShutdown: () => assert.fail("the server was ended") });
    for (const [method, path] of [
      ["POST", "/shutdown"],
      ["GET", "/shutdown?now"],
      ["GET", "/shutdown/"],
      ["GET", "/"],
    ] as const) {
      assert.equal((await fetch(new URL(path, url), { method })).status, 403);
    }
  });

  for (const [address, isHeard] of [
    ["127.0.0.1", true],
    ["127.8.9.1", true],
    ["::1", true],
    ["::ffff:127.0.0.1", true],
    ["10.127.0.1", false],
    ["2001:db8::1", false],
    ["::ffff:10.0.0.1", false],
    [undefined, false],
  ] as const) {
    test(`from ${address ?? "nowhere"} it is ${isHeard ? "heard" : "a path like any other"}`, () => {
      let isEnded = false;
      let isProxied = false;
      const proxy: Proxy = async () => void (isProxied = true);
      const server = createNodeServer(proxy, { onShutdown: () => (isEnded = true) });
      const incoming = {
        method: "GET",
        url: "/shutdown",
        socket: { remoteAddress: address },
        rawHeaders: [],
        headers: {},
      };
      const outgoing = { on() {}, end: (_text: string, told: () => void) => told() };
      server.emit("request", incoming, outgoing);
      assert.deepEqual({ isEnded, isProxied }, { isEnded: isHeard, isProxied: !isHeard });
    });
  }
});

test("a body that says it is too large is refused before a byte of it has come", async (t) => {
  let body: Body | Refusal | undefined;
  const url = await serve(
    t,
    async (request, reply) => {
      body = await request.readBody();
      reply.open(413, { connection: "close" }).end();
    },
    { maxBodyBytes: 1_000 },
  );
  const head = "POST / HTTP/1.1\r\nHost: x\r\n";
  assert.match(await rawRequest(url, `${head}Content-Length: 1001\r\n\r\n`), /^HTTP\/1\.1 413 /);
  assert.ok(body instanceof Refusal);
  assert.deepEqual(body.reason, { code: "request_too_large", maxBodyBytes: 1_000 });
});

for (const pieces of [["{}"], ["{", "}"], ["{", '"a":1', "}"]]) {
  test(`a body that comes in ${pieces.length} pieces is read whole`, async (t) => {
    const read = Promise.withResolvers<Body | Refusal>();
    const url = await serve(t, async (request, reply) => {
      read.resolve(await request.readBody());
      reply.open(200, {}).end();
    });
    const socket = connect(Number(url.port), url.hostname);
    t.after(() => socket.destroy());
    socket.setNoDelay(true);
    await once(socket, "connect");
    socket.write(`POST / HTTP/1.1\r\nHost: x\r\nContent-Length: ${pieces.join("").length}\r\n\r\n`);
    for (const piece of pieces) {
      await wait(20);
      socket.write(piece);
    }
    const body = await within("the body", read.promise);
    assert.ok(!(body instanceof Refusal));
    assert.equal(body.read(String), pieces.join(""));
  });
}

test("a caller who has his whole answer has not gone; one who leaves before its end has, and can still be written to", async (t) => {
  const gone: string[] = [];
  const left = Promise.withResolvers<void>();
  const url = await serve(t, async ({ path }, reply) => {
    const body = reply.open(200, {});
    body.write(Buffer.from("the beginning"));
    reply.onGone(() => {
      gone.push(path);
      body.write(Buffer.from("nobody reads this"));
      body.end();
      left.resolve();
    });
    if (path === "/whole") body.end();
  });
  assert.equal(await (await fetch(new URL("/whole", url))).text(), "the beginning");
  const leaver = http.get(new URL("/left", url));
  const [response] = (await once(leaver, "response")) as [http.IncomingMessage];
  response.destroy();
  await within("the news that he has gone", left.promise);
  // What a write to nobody does, it does a moment later.
  await wait(20);
  assert.deepEqual(gone, ["/left"]);
});

test("a kept-alive connection outlasts what clients keep, by which they would write into one that is closing", () => {
  assert.ok(createNodeServer(answer403).keepAliveTimeout >= 90_000);
});

for (const [name, writable, code] of [
  ["can't be written to any more", false, "HPE_INVALID_METHOD"],
  ["was reset", true, "ECONNRESET"],
] as const) {
  test(`a connection that ${name} is let go of without a word`, () => {
    const said: string[] = [];
    const socket = {
      writable,
      destroy: () => said.push("destroyed"),
      end: (text: string) => said.push(text),
    };
    createNodeServer(answer403).emit("clientError", Object.assign(new Error(code), { code }), socket);
    assert.deepEqual(said, ["destroyed"]);
  });
}

test("what goes wrong inside the proxy in the middle of a stream ends it with an event that says so", async (t) => {
  const url = await serve(t, async (request, reply) => {
    const exchange: Exchange = {
      id: "an id",
      startedAtMs: 0,
      request,
      client: "cli",
      route: "responses",
      authMs: 0,
      firstByteMs: null,
    };
    reply.open(200, { "content-type": "text/event-stream" }).write(Buffer.from('data: {"type":"one"}\n\n'));
    refuse(exchange, new Refusal({ code: "internal_error", cause: new Error("a secret detail") }), reply);
  });
  const text = await (await fetch(url)).text();
  assert.match(text, /^data: \{"type":"one"\}\n\nevent: response\.failed\ndata: .*"internal_error".*\n\n$/);
  assert.doesNotMatch(text, /secret detail/);
});
