import assert from "node:assert/strict";
import fc from "fast-check";
import { FakeOpenAi } from "../fakes/fake-openai.ts";
import { startProxyOnPort } from "../fakes/proxy-on-port.ts";
import { rawRequest } from "../hosts/raw-request.ts";

const piece = fc.oneof(
  fc.constantFrom(
    "POST ",
    "GET ",
    "/v1/responses",
    " HTTP/1.1",
    "\r\n",
    "\n",
    "\r\n\r\n",
    "Host: x",
    "Content-Length: 5",
    "Content-Length: 0",
    "Transfer-Encoding: chunked",
    "0\r\n\r\n",
    "5\r\nhello\r\n",
    "{}",
    ": ",
    "Connection: close",
    "Expect: 100-continue",
    "Upgrade: h2c",
    "Authorization: Bearer x",
  ),
  fc.uint8Array({ maxLength: 20 }).map((array) => Buffer.from(array).toString("latin1")),
);

/**
 * Raw bytes on the Node server's port, none of which hold a token: whatever they are, nothing reaches OpenAI, no
 * success comes back, and the next caller is served.
 */
export async function fuzzRawHttp(
  t: { after(close: () => unknown): void },
  options: { numRuns?: number; interruptAfterTimeLimit?: number; seed?: number },
): Promise<number> {
  const openAi = await FakeOpenAi.start();
  t.after(() => openAi.close());
  const proxy = await startProxyOnPort(t, openAi.url);
  const property = fc.asyncProperty(fc.array(piece, { maxLength: 14 }), async (pieces) => {
    const answer = await rawRequest(proxy.url, Buffer.from(pieces.join(""), "latin1"), { thenEnd: true });
    assert.doesNotMatch(answer, /HTTP\/1\.1 2\d\d (?!OK\r\n[^]*"status":"ok")/);
    assert.equal(openAi.requests.length, 0);
  });
  const details = await fc.check(property, { numRuns: 500, ...options });
  assert.ok(!details.failed, fc.defaultReportMessage(details) ?? "");
  const response = await proxy.post("/v1/responses", "{}");
  assert.equal(response.status, 200);
  return details.numRuns;
}
