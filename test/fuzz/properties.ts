import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { gzipSync } from "node:zlib";
import fc from "fast-check";
import { factsOfJson, factsOfStream, hasTerminalEvent } from "../../lambda/domain/answer-facts.ts";
import { readArchiveStart } from "../../lambda/domain/archive-start.ts";
import { decodedBody } from "../../lambda/domain/decoded-body.ts";
import { failureEvent } from "../../lambda/domain/failure-event.ts";
import { fromRawHeaders, headersForCaller, headersForUpstream } from "../../lambda/domain/headers.ts";
import { isWellFormedToken, mintToken } from "../../lambda/domain/proxy-token.ts";
import { requestedModel } from "../../lambda/domain/requested-model.ts";
import { scrubBytes, scrubText } from "../../lambda/domain/scrub.ts";
import { eventsFromEnd, eventsFromStart } from "../../lambda/domain/sse.ts";
import { recordedTraffic } from "../fakes/recorded-traffic.ts";

const bytes = fc.uint8Array({ maxLength: 600 }).map((array) => Buffer.from(array));
const streams = recordedTraffic("response").map(({ body }) => body);

/** A recorded stream with some bytes changed, taken out, doubled, and its end cut off. */
const damagedStream = fc
  .tuple(
    fc.constantFrom(...streams),
    fc.array(fc.tuple(fc.nat(5_000), fc.uint8Array({ maxLength: 8 }), fc.nat(20)), { maxLength: 5 }),
    fc.nat(5_000),
  )
  .map(([stream, wounds, end]) => {
    let damaged = stream;
    for (const [at, put, taken] of wounds) {
      damaged = Buffer.concat([damaged.subarray(0, at), put, damaged.subarray(at + taken)]);
    }
    return damaged.subarray(0, end);
  });

const headerName = fc.oneof(
  fc.constantFrom(
    "Authorization",
    "COOKIE",
    "Connection",
    "Transfer-Encoding",
    "X-Amz-Date",
    "CF-Ray",
    "X-Api-Key",
    "Host",
    "Via",
    "__proto__",
    "constructor",
    "OpenAI-Organization",
    "Set-Cookie",
    "x-codex",
  ),
  fc.string({ minLength: 1, maxLength: 12 }),
);
const rawHeaders = fc
  .array(
    fc.tuple(headerName, fc.oneof(fc.string(), fc.constantFrom("x-codex", "close, x-codex", "host,,"))),
    { maxLength: 12 },
  )
  .map((pairs) => pairs.flat());

const nearToken = fc
  .tuple(fc.nat(56), fc.constantFrom(...'0123456789ABCabcxyz_-= \n"'.split("")))
  .map(([at, letter]) => {
    const token = mintToken(randomBytes);
    return { token, changed: token.slice(0, at) + letter + token.slice(at + 1) };
  });

/** What each part that reads a stranger's bytes promises, whatever they are. */
export const properties: Record<string, fc.IProperty<unknown>> = {
  "event parser: read from either end, it finds the same events": fc.property(
    fc.oneof(bytes, damagedStream),
    (body) => {
      const text = Buffer.from(body.toString("utf8"));
      assert.deepEqual([...eventsFromEnd(text)].toReversed(), [...eventsFromStart(text)]);
    },
  ),
  "failure event: it can be read behind whatever came before, and is the last": fc.property(
    fc.oneof(bytes, damagedStream),
    (before) => {
      const all = Buffer.concat([before, failureEvent("responses", before, "upstream_unreachable")]);
      const last = JSON.parse(eventsFromEnd(all).next().value!) as { type: string };
      assert.equal(last.type, "response.failed");
      assert.ok(hasTerminalEvent(all));
    },
  ),
  "usage scanning: any answer yields counts that are whole and not negative, or none": fc.property(
    fc.oneof(
      bytes,
      damagedStream,
      fc.json().map((text) => Buffer.from(text)),
    ),
    (body) => {
      for (const facts of [factsOfStream(body), factsOfJson(body)]) {
        for (const count of Object.values(facts.usage ?? {}).filter((value) => typeof value === "number")) {
          assert.ok(Number.isSafeInteger(count) && count >= 0);
        }
      }
    },
  ),
  "usage scanning: reported counts of any kind stay counts": fc.property(
    fc.record({
      input_tokens: fc.anything(),
      output_tokens: fc.anything(),
      input_tokens_details: fc.anything(),
    }),
    (usage) => {
      const facts = factsOfJson(Buffer.from(JSON.stringify({ usage }) ?? ""));
      for (const count of Object.values(facts.usage ?? {}).filter((value) => typeof value === "number")) {
        assert.ok(Number.isFinite(count) && count >= 0);
      }
    },
  ),
  "header rules: no credential, cookie or hop-by-hop header passes, and nothing is invented": fc.property(
    rawHeaders,
    (raw) => {
      const headers = fromRawHeaders(raw);
      const out = headersForUpstream(headers);
      for (const name of Object.keys(out)) {
        assert.doesNotMatch(
          name,
          /^(authorization|cookie|host|connection|transfer-encoding|content-length|via|x-api-key|openai-organization|cf-.*|x-amz.*)$/,
        );
        assert.ok(name === "accept-encoding" || out[name] === headers[name]);
      }
      assert.equal(out["accept-encoding"], "identity");
      assert.equal(Object.getPrototypeOf({}), Object.prototype);
      const back = headersForCaller(headers, { isStream: true });
      assert.ok(!("set-cookie" in back) && !("content-length" in back) && !("openai-organization" in back));
    },
  ),
  "token parser: a token of ours passes, one with any character changed does not": fc.property(
    nearToken,
    ({ token, changed }) => {
      assert.ok(isWellFormedToken(token));
      assert.equal(isWellFormedToken(changed), changed === token);
    },
  ),
  "token parser: nothing else passes": fc.property(
    fc.oneof(
      fc.string({ maxLength: 80 }),
      fc.string({ minLength: 46, maxLength: 46 }).map((text) => `codexproxy_${text}`),
    ),
    (text) => assert.ok(!isWellFormedToken(text)),
  ),
  "scrubbing: no token and no key is left, and every length stays": fc.property(
    fc.string(),
    fc.string(),
    (before, after) => {
      const token = mintToken(randomBytes);
      const key = `sk-proj-${randomBytes(20).toString("hex")}`;
      const text = `${before}${token}${after}${key}${before}`;
      const scrubbed = scrubBytes(Buffer.from(text), key);
      for (const left of [scrubbed.toString(), scrubText(text, key)]) {
        assert.ok(!left.includes(token) && !left.includes(key));
        assert.equal(Buffer.byteLength(left), Buffer.byteLength(text));
      }
    },
  ),
  "archive reader: any bytes are an answer, never an exception": fc.property(
    fc.oneof(
      bytes,
      bytes.map((body) => gzipSync(body)),
      fc.json().map((text) => gzipSync(`{"v":1,${text}`)),
    ),
    fc.nat(700),
    fc.boolean(),
    (object, end, isWhole) => {
      const { kind } = readArchiveStart("logs/x", object.subarray(0, end), isWhole);
      assert.match(kind, /^(foreign|cut)$/);
    },
  ),
  "request bodies: any bytes under any encoding are read or refused, never an exception": fc.property(
    bytes,
    fc.oneof(fc.constantFrom("gzip", "br", "zstd", "deflate", "identity"), fc.string()),
    (body, encoding) => {
      decodedBody(body, encoding);
      requestedModel(body);
    },
  ),
};
