import assert from "node:assert/strict";
import { once } from "node:events";
import { connect } from "node:net";
import { type TestContext, test } from "node:test";
import { FakeOpenAi } from "../fakes/fake-openai.ts";
import { GatedStream } from "../fakes/gated-stream.ts";
import { type ProxyOnPort, startProxyOnPort } from "../fakes/proxy-on-port.ts";
import { within } from "../fakes/within.ts";
import { rawRequest } from "./raw-request.ts";

async function start(t: TestContext): Promise<{ openAi: FakeOpenAi; proxy: ProxyOnPort; head: string }> {
  const openAi = await FakeOpenAi.start();
  t.after(() => openAi.close());
  const proxy = await startProxyOnPort(t, openAi.url);
  const head = `POST /v1/responses HTTP/1.1\r\nHost: x\r\nConnection: close\r\nAuthorization: Bearer ${proxy.token}\r\n`;
  return { openAi, proxy, head };
}

const statusOf = (answer: string): number => Number(/^HTTP\/1\.1 (\d{3})/.exec(answer)?.[1]);
const codeOf = (answer: string): string | undefined => /"code":"([a-z_]+)"/.exec(answer)?.[1];

async function assertAlive(proxy: ProxyOnPort): Promise<void> {
  assert.equal((await proxy.post("/v1/responses", '{"model":"gpt-5.5"}')).status, 200);
}

for (const target of [
  "/v1/%2e%2e/v1/responses",
  "/v1/../v1/responses",
  "//v1/responses",
  "/v1/responses;x",
  "/v1/%72esponses",
  "http://evil.example/v1/responses",
  "*",
]) {
  test(`the target ${target} is refused as it is written`, async (t) => {
    const { openAi, proxy } = await start(t);
    const answer = await rawRequest(
      proxy.url,
      `POST ${target} HTTP/1.1\r\nHost: x\r\nConnection: close\r\nAuthorization: Bearer ${proxy.token}\r\nContent-Length: 2\r\n\r\n{}`,
    );
    assert.equal(statusOf(answer), 403);
    assert.equal(codeOf(answer), "route_not_allowed");
    assert.equal(openAi.requests.length, 0);
    await assertAlive(proxy);
  });
}

test("a query passes as it is written", async (t) => {
  const { openAi, proxy, head } = await start(t);
  const answer = await rawRequest(
    proxy.url,
    head.replace("responses", "responses?x=1&y=%2F?&z") + "Content-Length: 2\r\n\r\n{}",
  );
  assert.equal(statusOf(answer), 200);
  assert.equal(openAi.requests[0]?.url, "/v1/responses?x=1&y=%2F?&z");
});

test("two Authorization headers are refused, whichever of them is good", async (t) => {
  const { openAi, proxy, head } = await start(t);
  for (const other of [`Bearer ${proxy.token}`, "Bearer x"]) {
    const answer = await rawRequest(
      proxy.url,
      `${head}Authorization: ${other}\r\nContent-Length: 2\r\n\r\n{}`,
    );
    assert.equal(statusOf(answer), 401);
    assert.equal(codeOf(answer), "invalid_proxy_token");
  }
  assert.equal(openAi.requests.length, 0);
});

test("a header of 100 KB passes, and headers beyond the bound are answered", async (t) => {
  const { openAi, proxy, head } = await start(t);
  const large = await rawRequest(
    proxy.url,
    `${head}x-large: ${"a".repeat(100 * 1024)}\r\nContent-Length: 2\r\n\r\n{}`,
  );
  assert.equal(statusOf(large), 200);
  assert.equal(openAi.requests[0]?.headers["x-large"]?.length, 100 * 1024);
  const tooLarge = await rawRequest(proxy.url, `${head}x-large: ${"a".repeat(300 * 1024)}\r\n\r\n`);
  assert.equal(statusOf(tooLarge), 431);
  assert.equal(codeOf(tooLarge), "request_malformed");
  await assertAlive(proxy);
});

test("what is not HTTP is answered with an error and a closed connection", async (t) => {
  const { proxy } = await start(t);
  for (const bytes of [
    "hello\r\n\r\n",
    "GET\r\n\r\n",
    "\u0016\u0003\u0001\u0002\u0000\u0001",
    "POST /v1/responses HTTP/9.9\r\n\r\n",
  ]) {
    const answer = await rawRequest(proxy.url, bytes);
    assert.equal(statusOf(answer), 400);
    assert.equal(codeOf(answer), "request_malformed");
  }
  await assertAlive(proxy);
});

test("a body that stops half-way never reaches OpenAI", async (t) => {
  const { openAi, proxy, head } = await start(t);
  await rawRequest(proxy.url, `${head}Transfer-Encoding: chunked\r\n\r\n5\r\nhel`, { thenHangUp: true });
  await rawRequest(proxy.url, `${head}Content-Length: 100\r\n\r\n{"model"`, { thenHangUp: true });
  const exchanges = await proxy.recorded(2);
  assert.deepEqual(
    exchanges.map((exchange) => exchange["outcome"]),
    ["client_closed", "client_closed"],
  );
  assert.deepEqual(
    exchanges.map((exchange) => exchange["request"].body),
    [null, null],
  );
  assert.equal(openAi.requests.length, 0);
  await assertAlive(proxy);
});

test("malformed chunks are answered and never reach OpenAI", async (t) => {
  const { openAi, proxy, head } = await start(t);
  const answer = await rawRequest(
    proxy.url,
    `${head}Transfer-Encoding: chunked\r\n\r\nZZ\r\nhello\r\n0\r\n\r\n`,
  );
  assert.equal(statusOf(answer), 400);
  assert.equal(openAi.requests.length, 0);
  await assertAlive(proxy);
});

test("garbage behind a request whose answer is under way cuts the answer off and puts nothing into it", async (t) => {
  const { openAi, proxy, head } = await start(t);
  const stream = new GatedStream();
  openAi.answerWith(stream.behaviour);
  const socket = connect(Number(proxy.url.port), proxy.url.hostname);
  t.after(() => socket.destroy());
  let answer = "";
  const begun = Promise.withResolvers<void>();
  socket.on("data", (chunk) => {
    answer += String(chunk);
    begun.resolve();
  });
  // Being cut off may be seen as a reset.
  socket.on("error", () => {});
  const closed = new Promise((resolve) => socket.on("close", resolve));
  socket.write(`${head.replace("Connection: close\r\n", "")}Content-Length: 2\r\n\r\n{}`);
  await stream.send(Buffer.from("data: 1\n\n"));
  await within("the beginning of the answer", begun.promise);
  socket.write("!!garbage!!\r\n\r\n");
  await within("the connection to be closed", closed);
  assert.match(answer, /^HTTP\/1\.1 200 [^]*data: 1\n\n\r\n$/);
  assert.equal((await proxy.recorded(1))[0]?.["outcome"], "client_closed");
});

test("a request whose body becomes garbage ends with its error, even where the caller never hangs up", async (t) => {
  const { proxy, head } = await start(t);
  const socket = connect({
    port: Number(proxy.url.port),
    host: proxy.url.hostname,
    allowHalfOpen: true,
  });
  t.after(() => socket.destroy());
  socket.write(`${head}Transfer-Encoding: chunked\r\n\r\nZZ\r\n`);
  const [answer] = (await within("the answer", once(socket, "data"))) as [Buffer];
  assert.equal(statusOf(String(answer)), 400);
  assert.equal((await proxy.recorded(1))[0]?.["outcome"], "client_closed");
});

for (const [name, body] of [
  ["malformed JSON", Buffer.from('{"model":')],
  ["invalid UTF-8", Buffer.from([0x7b, 0xff, 0xfe, 0x7d])],
  ["nothing", Buffer.alloc(0)],
  ["40 MB", Buffer.alloc(40 * 1024 * 1024, "a")],
] as const) {
  test(`a body of ${name} passes untouched, for OpenAI to judge`, async (t) => {
    const { openAi, proxy } = await start(t);
    const response = await proxy.post("/v1/responses", body);
    assert.equal(response.status, 200);
    assert.ok(openAi.requests[0]?.body.equals(body));
    assert.equal(openAi.requests[0]?.headers["content-length"], String(body.length));
    await proxy.recorded(1);
    await assertAlive(proxy);
  });
}

test("Expect: 100-continue is answered here and not passed on", async (t) => {
  const { openAi, proxy, head } = await start(t);
  const answer = await rawRequest(proxy.url, `${head}Expect: 100-continue\r\nContent-Length: 2\r\n\r\n{}`);
  assert.match(answer, /^HTTP\/1\.1 100 Continue\r\n\r\nHTTP\/1\.1 200 /);
  assert.equal(openAi.requests[0]?.headers["expect"], undefined);
});

test("health is answered to anybody, without a log line", async (t) => {
  const { proxy } = await start(t);
  const response = await fetch(new URL("/health", proxy.url));
  assert.equal(response.status, 200);
  assert.deepEqual(await response.json(), { status: "ok" });
  assert.equal((await fetch(new URL("/health", proxy.url), { method: "HEAD" })).status, 200);
  assert.deepEqual(proxy.logLines, []);
});

test("/shutdown is no route unless it was asked for", async (t) => {
  const { proxy } = await start(t);
  assert.equal((await fetch(new URL("/shutdown", proxy.url))).status, 403);
});
