import assert from "node:assert/strict";
import { after, before, beforeEach, suite, test } from "node:test";
import * as fc from "fast-check";
import { type Answer, call } from "./caller.ts";
import { cutAt } from "./cut.ts";
import { forwardedHeaders, withoutTransport } from "./forwarded-headers.ts";
import type { ProxyUnderTest } from "./proxy-under-test.ts";
import { type RecordedMessage, recordedTraffic } from "./recorded-traffic.ts";
import { streamAnswer } from "./stream-answer.ts";

/** Streams of words, multi-byte characters, every kind of line end, and bytes that are no text at all. */
const pieces = fc.oneof(
  fc.string({ unit: "binary" }).map((text) => Buffer.from(text)),
  fc.constantFrom("\r\n", "\n", "\r", "\n\n", "data: ", "🌍", ": ping").map((text) => Buffer.from(text)),
  fc.uint8Array().map((bytes) => Buffer.from(bytes)),
);
const streams = fc
  .array(pieces)
  .map((parts) => Buffer.concat(parts))
  // An empty answer is another matter: a Function URL can't carry it.
  .filter((bytes) => bytes.length > 0);
const cuts = fc.array(fc.nat({ max: 200 }), { maxLength: 20 });

/** The promise that makes the proxy transparent, held against one way of running it. */
export function testByteEquality(name: string, start: () => Promise<ProxyUnderTest>, runs: number): void {
  suite(`every byte passes unchanged ${name}`, () => {
    let proxy: ProxyUnderTest;
    before(async () => (proxy = await start()));
    after(() => proxy.close());
    beforeEach(() => proxy.openAi.reset());

    for (const recorded of recordedTraffic("request").filter(isForwarded)) {
      test(`of Codex's request ${recorded.name}: the body, and the headers by the rule`, async () => {
        assert.equal((await send(recorded)).status, 200);
        const [request] = proxy.openAi.requests;
        assert.deepEqual(request?.body, recorded.body);
        assert.deepEqual(withoutTransport(request.headers), forwardedHeaders(recorded.headers, proxy.key));
        assert.equal(Number(request.headers["content-length"] ?? 0), recorded.body.length);
        assert.equal(`${request.method} ${request.url} HTTP/1.1`, withoutPrefix(recorded.startLine));
      });
    }

    test("but headers that are nobody's business upstream stay here", async () => {
      const headers = [
        ["X-Amzn-Trace-Id", "Root=1"],
        ["X-Forwarded-Host", "inside.example.com"],
        ["Forwarded", "for=10.0.0.1"],
        ["Via", "1.1 gateway"],
        ["CF-Connecting-IP", "10.0.0.1"],
        ["X-Api-Key", "another secret"],
        ["OpenAI-Organization", "org-another"],
        ["OpenAI-Project", "proj-another"],
        ["Cookie", "session=1"],
        ["Proxy-Authorization", "Basic eA=="],
        ["Accept-Encoding", "gzip, br"],
        ["X-Stainless-Lang", "js"],
      ] as const;
      await call(proxy.url, { token: proxy.token, headers, body: "{}" });
      assert.deepEqual(withoutTransport(proxy.openAi.requests[0]!.headers), {
        "x-stainless-lang": "js",
        authorization: `Bearer ${proxy.key}`,
        "accept-encoding": "identity",
      });
    });

    test("of a header of 100 KB", async () => {
      const long = "a".repeat(100_000);
      await call(proxy.url, { token: proxy.token, headers: [["x-long", long]], body: "{}" });
      assert.equal(proxy.openAi.requests[0]?.headers["x-long"], long);
    });

    for (const recorded of recordedTraffic("response")) {
      test(`of OpenAI's answer ${recorded.name}, in pieces of 100 bytes`, async () => {
        const places = Array.from({ length: 100 }, (_, i) => i * 100);
        const headers = Object.fromEntries(recorded.headers);
        proxy.openAi.answerWith(streamAnswer(cutAt(recorded.body, places), { headers }));
        const answer = await call(proxy.url, { token: proxy.token, body: '{"stream":true}' });
        assert.deepEqual(answer.body, recorded.body);
        assert.equal(answer.headers["x-request-id"], headers["x-request-id"]);
        assert.equal(answer.headers["x-codex-turn-state"], headers["x-codex-turn-state"]);
        assert.equal(answer.headers["openai-organization"], undefined);
        assert.equal(answer.headers["set-cookie"], undefined);
      });
    }

    test("of a stream, wherever OpenAI's pieces are cut", async () => {
      await fc.assert(
        fc.asyncProperty(streams, cuts, async (stream, places) => {
          proxy.openAi.answerWith(streamAnswer(cutAt(stream, places)));
          const answer = await call(proxy.url, { token: proxy.token, body: '{"stream":true}' });
          assert.deepEqual(answer.body, stream);
        }),
        { numRuns: runs },
      );
    });

    test("and a WebSocket attempt stays here: Codex falls back by itself", async () => {
      const recorded = recordedTraffic("request").find(({ name }) => name === "websocket-upgrade")!;
      assert.equal((await send(recorded)).status, 426);
      assert.equal(proxy.openAi.requests.length, 0);
    });

    function send({ startLine, headers, body }: RecordedMessage): Promise<Answer> {
      const [method = "", path = ""] = withoutPrefix(startLine).split(" ");
      const own = headers.filter(([header]) => !/^(authorization|host|content-length)$/i.test(header));
      return call(proxy.url, { method, path, token: proxy.token, headers: own, body });
    }
  });
}

function isForwarded({ name }: RecordedMessage): boolean {
  return name !== "websocket-upgrade";
}

/** One request was recorded with a base_url that had a path before `/v1`. */
function withoutPrefix(startLine: string): string {
  return startLine.replace("/some/prefix/v1/", "/v1/");
}
