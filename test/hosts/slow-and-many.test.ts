import assert from "node:assert/strict";
import { once } from "node:events";
import { connect } from "node:net";
import { type TestContext, test } from "node:test";
import { randomBytes } from "node:crypto";
import { gzipSync } from "node:zlib";
import { mintToken } from "../../lambda/domain/proxy-token.ts";
import type { NodeServerOptions } from "../../lambda/hosts/node-server.ts";
import { FakeOpenAi } from "../fakes/fake-openai.ts";
import { type ProxyOnPort, startProxyOnPort } from "../fakes/proxy-on-port.ts";
import { within } from "../fakes/within.ts";
import { rawRequest } from "./raw-request.ts";

async function start(
  t: TestContext,
  server: NodeServerOptions = {},
): Promise<{ openAi: FakeOpenAi; proxy: ProxyOnPort; head: string }> {
  const openAi = await FakeOpenAi.start();
  t.after(() => openAi.close());
  const proxy = await startProxyOnPort(t, openAi.url, { server, secretScan: "block" });
  const head = `POST /v1/responses HTTP/1.1\r\nHost: x\r\nConnection: close\r\nAuthorization: Bearer ${proxy.token}\r\n`;
  return { openAi, proxy, head };
}

test("a head that never ends is answered with 408, and its connection closed", async (t) => {
  const { proxy, head } = await start(t, { headersTimeoutMs: 200 });
  assert.match(await rawRequest(proxy.url, `${head}X-Slow: `), /^HTTP\/1\.1 408 [^]*request_malformed/);
  assert.equal((await proxy.post("/v1/responses", "{}")).status, 200);
});

test("a body that never ends is given up, and never reaches OpenAI", async (t) => {
  const { openAi, proxy, head } = await start(t, { headersTimeoutMs: 200, requestTimeoutMs: 400 });
  await rawRequest(proxy.url, `${head}Content-Length: 100\r\n\r\n{"mod`);
  assert.equal(openAi.requests.length, 0);
  assert.equal((await proxy.recorded(1))[0]?.["outcome"], "client_closed");
});

test("two hundred heads that never end hold up nobody", async (t) => {
  const { proxy } = await start(t);
  const sockets = await Promise.all(
    Array.from({ length: 200 }, async () => {
      const socket = connect(Number(proxy.url.port), proxy.url.hostname);
      t.after(() => socket.destroy());
      await once(socket, "connect");
      socket.write("POST /v1/responses HTTP/1.1\r\nX-Slow: ");
      return socket;
    }),
  );
  assert.equal(sockets.length, 200);
  assert.equal((await proxy.post("/v1/responses", "{}")).status, 200);
});

test("beyond the bound on connections a further one is closed, and there is room again when one ends", async (t) => {
  const { proxy, head } = await start(t, { maxConnections: 1 });
  const socket = connect(Number(proxy.url.port), proxy.url.hostname);
  await once(socket, "connect");
  assert.equal(await rawRequest(proxy.url, `${head}Content-Length: 2\r\n\r\n{}`), "");
  socket.destroy();
  const answered = async (): Promise<string> => {
    let answer = "";
    while (answer === "") answer = await rawRequest(proxy.url, `${head}Content-Length: 2\r\n\r\n{}`);
    return answer;
  };
  assert.match(await within("room for a connection", answered()), /^HTTP\/1\.1 200 /);
});

test("five thousand headers are refused, with the one reason for it, and hide no second Authorization", async (t) => {
  const { openAi, proxy, head } = await start(t);
  const many = Array.from({ length: 5_000 }, (_, i) => `x-${i}: ${i}\r\n`).join("");
  for (const last of ["", "Authorization: Bearer x\r\n"]) {
    const answer = await rawRequest(proxy.url, `${head}${many}${last}Content-Length: 2\r\n\r\n{}`);
    assert.match(answer, /^HTTP\/1\.1 431 /);
  }
  assert.equal(openAi.requests.length, 0);
});

test("a body that unpacks to more than may be searched is refused, in little time and memory", async (t) => {
  const { openAi, proxy } = await start(t);
  const bomb = gzipSync(Buffer.alloc(300 * 1024 * 1024));
  const headers = { authorization: `Bearer ${proxy.token}`, "content-encoding": "gzip" };
  const response = await proxy.post("/v1/responses", bomb, headers);
  assert.equal(response.status, 400);
  assert.match(await response.text(), /secret_detected/);
  assert.equal(openAi.requests.length, 0);
});

test("an unknown token is answered before its body has come, with the source and a metric in the log", async (t) => {
  const { proxy } = await start(t);
  const request = `POST /v1/responses HTTP/1.1\r\nConnection: close\r\nX-Forwarded-For: 203.0.113.9\r\nAuthorization: Bearer ${mintToken(randomBytes)}\r\nContent-Length: 90000000\r\n\r\n`;
  assert.match(await rawRequest(proxy.url, request), /^HTTP\/1\.1 401 /);
  const line = JSON.parse(proxy.logLines[0]!) as Record<string, unknown>;
  assert.equal(line["FailedAttempts"], 1);
  assert.equal(line["source_ip"], "127.0.0.1");
});

test("an unknown token costs one look-up, a malformed one none", async (t) => {
  let lookUps = 0;
  const tokens = {
    async find(): Promise<undefined> {
      lookUps++;
    },
  };
  const openAi = await FakeOpenAi.start();
  t.after(() => openAi.close());
  const proxy = await startProxyOnPort(t, openAi.url, { stores: { tokens } });
  const ask = async (token: string): Promise<number> =>
    (await proxy.post("/v1/responses", "{}", { authorization: `Bearer ${token}` })).status;
  for (const token of ["x", proxy.token.slice(1), "a".repeat(100_000)]) assert.equal(await ask(token), 401);
  assert.equal(lookUps, 0);
  for (let i = 1; i <= 3; i++) {
    assert.equal(await ask(mintToken(randomBytes)), 401);
    assert.equal(lookUps, i);
  }
});
