import assert from "node:assert/strict";
import { test } from "node:test";
import { FakeOpenAi } from "../fakes/fake-openai.ts";
import { startProxyOnPort } from "../fakes/proxy-on-port.ts";
import { rawRequest } from "./raw-request.ts";

/**
 * Two readers of one connection that disagree on where a request ends let a caller put a second one, with the
 * organisation's key, behind his own. https://www.rfc-editor.org/rfc/rfc9112#section-11.2
 */
const smuggled = "POST /v1/chat/completions HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\n{}";

const attacks: Record<string, (head: string) => string> = {
  "CL.TE": (head) =>
    `${head}Content-Length: ${smuggled.length + 5}\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n${smuggled}`,
  "TE.CL": (head) => `${head}Transfer-Encoding: chunked\r\nContent-Length: 4\r\n\r\n2\r\n{}\r\n0\r\n\r\n`,
  "two lengths": (head) =>
    `${head}Content-Length: 2\r\nContent-Length: ${smuggled.length + 2}\r\n\r\n{}${smuggled}`,
  "two lengths in one": (head) => `${head}Content-Length: 2, 2\r\n\r\n{}`,
  "a length with a sign": (head) => `${head}Content-Length: +2\r\n\r\n{}`,
  "a length in hex": (head) => `${head}Content-Length: 0x2\r\n\r\n{}`,
  "a negative length": (head) => `${head}Content-Length: -1\r\n\r\n{}`,
  "an encoding that is no chunked": (head) =>
    `${head}Transfer-Encoding: xchunked\r\nContent-Length: 2\r\n\r\n{}`,
  "chunked twice": (head) => `${head}Transfer-Encoding: chunked, chunked\r\n\r\n0\r\n\r\n`,
  "chunked and something behind it": (head) => `${head}Transfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n`,
  "a folded header": (head) => `${head}Transfer-Encoding:\r\n chunked\r\nContent-Length: 2\r\n\r\n{}`,
  "a space before the colon": (head) => `${head}Transfer-Encoding : chunked\r\nContent-Length: 2\r\n\r\n{}`,
  "a bare LF in a header": (head) => `${head}X: a\nTransfer-Encoding: chunked\r\nContent-Length: 2\r\n\r\n{}`,
  "a bare CR in a header": (head) => `${head}X: a\rTransfer-Encoding: chunked\r\nContent-Length: 2\r\n\r\n{}`,
  "a NUL in a header": (head) => `${head}X: a\0b\r\nContent-Length: 2\r\n\r\n{}`,
  "a chunk size with an extension and a bare LF": (head) =>
    `${head}Transfer-Encoding: chunked\r\n\r\n2;a\n{}\r\n0\r\n\r\n`,
  "a chunk size that overflows": (head) =>
    `${head}Transfer-Encoding: chunked\r\n\r\nfffffffffffffffff\r\n{}\r\n0\r\n\r\n`,
  "a chunk that is longer than it says": (head) =>
    `${head}Transfer-Encoding: chunked\r\n\r\n2\r\n{}${smuggled}\r\n0\r\n\r\n`,
};

for (const [name, attack] of Object.entries(attacks)) {
  test(`${name}: nothing is smuggled to OpenAI, and nothing but a refusal comes back`, async (t) => {
    const openAi = await FakeOpenAi.start();
    t.after(() => openAi.close());
    const proxy = await startProxyOnPort(t, openAi.url);
    const head = `POST /v1/responses HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${proxy.token}\r\n`;
    const answer = await rawRequest(proxy.url, attack(head));
    assert.match(answer, /^HTTP\/1\.1 400 /);
    assert.equal(answer.match(/HTTP\/1\.1 /g)?.length, 1);
    assert.deepEqual(
      openAi.requests.map((request) => request.url),
      [],
    );
    assert.equal((await proxy.post("/v1/responses", "{}")).status, 200);
  });
}

test("a body that looks like a request is a body, and the next request on the connection is one of its own", async (t) => {
  const openAi = await FakeOpenAi.start();
  t.after(() => openAi.close());
  const proxy = await startProxyOnPort(t, openAi.url);
  const head = `POST /v1/responses HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${proxy.token}\r\n`;
  const first = `${head}Content-Length: ${smuggled.length}\r\n\r\n${smuggled}`;
  const second = `${head}Connection: close\r\nContent-Length: 2\r\n\r\n{}`;
  await rawRequest(proxy.url, first + second);
  assert.deepEqual(
    openAi.requests.map((request) => [request.url, request.body.toString()]),
    [
      ["/v1/responses", smuggled],
      ["/v1/responses", "{}"],
    ],
  );
});

test("what a caller sends can't steer where a request goes", async (t) => {
  const openAi = await FakeOpenAi.start();
  const elsewhere = await FakeOpenAi.start();
  t.after(() => openAi.close());
  t.after(() => elsewhere.close());
  const proxy = await startProxyOnPort(t, openAi.url);
  const { host } = elsewhere.url;
  const steering = `Host: ${host}\r\nX-Forwarded-Host: ${host}\r\nForwarded: host=${host}\r\nX-Original-URL: ${elsewhere.url}v1/responses\r\nX-Upstream-URL: ${elsewhere.url}\r\n`;
  const body = JSON.stringify({ base_url: elsewhere.url.href, api_base: elsewhere.url.href });
  await rawRequest(
    proxy.url,
    `POST /v1/responses HTTP/1.1\r\n${steering}Connection: close\r\nAuthorization: Bearer ${proxy.token}\r\nContent-Length: ${body.length}\r\n\r\n${body}`,
  );
  assert.equal(openAi.requests.length, 1);
  assert.equal(openAi.requests[0]?.headers["host"], openAi.url.host);
  assert.equal(elsewhere.requests.length, 0);
});

test("a redirect is passed on, never followed", async (t) => {
  const elsewhere = await FakeOpenAi.start();
  t.after(() => elsewhere.close());
  const openAi = await FakeOpenAi.start((_request, response) => {
    response.writeHead(307, { location: `${elsewhere.url.origin}/v1/responses` }).end();
  });
  t.after(() => openAi.close());
  const proxy = await startProxyOnPort(t, openAi.url);
  const response = await fetch(new URL("/v1/responses", proxy.url), {
    method: "POST",
    redirect: "manual",
    headers: { authorization: `Bearer ${proxy.token}` },
    body: "{}",
  });
  assert.equal(response.status, 307);
  assert.equal(elsewhere.requests.length, 0);
});
