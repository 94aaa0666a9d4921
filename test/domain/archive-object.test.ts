import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { test } from "node:test";
import { createGunzip, gunzipSync } from "node:zlib";
import fc from "fast-check";
import { archiveObject } from "../../lambda/domain/archive-object.ts";
import { archivePath } from "../../lambda/domain/exchange-record.ts";
import { bodyOf } from "../../lambda/domain/incoming-body.ts";
import { KnownBlocks } from "../../lambda/domain/known-blocks.ts";
import { mintToken } from "../../lambda/domain/proxy-token.ts";
import { scrubText } from "../../lambda/domain/scrub.ts";
import { noUsage } from "../../lambda/domain/usage.ts";
import { exchangeSummary } from "../fakes/exchange-summary.ts";

const summary = exchangeSummary({
  id: "01a202ce-bfcc-7a39-9844-5f600546723f",
  startedAtMs: Date.parse("2026-11-22T23:59:59.999Z"),
  usage: { ...noUsage, inputTokens: 5, outputTokens: 7, source: "reported" },
  costMicroUsd: 235,
  findings: [{ rule: "aws-access-key", action: "flag", count: 1 }],
});

const key = "sk-made-up-key-for-tests_0123456789";
const knownBlocks = new KnownBlocks(1024 * 1024);

function objectOf(request: Buffer | undefined, response: Buffer | undefined): Promise<Buffer> {
  return archiveObject(
    summary,
    {
      key,
      request: {
        method: "POST",
        path: "/v1/responses",
        headers: { originator: "codex_exec" },
        body: request && bodyOf(request),
      },
      response: { status: 200, headers: { "content-type": "text/event-stream" }, body: response },
    },
    knownBlocks,
  );
}

const parse = (object: Buffer): any => JSON.parse(gunzipSync(object).toString()); // eslint-disable-line

test("an object has its fields in the documented order, on one line", async () => {
  const text = gunzipSync(await objectOf(Buffer.from("{}"), Buffer.from("data: 1\n\n"))).toString();
  assert.equal(text.indexOf("\n"), text.length - 1);
  assert.equal(
    Object.keys(JSON.parse(text) as object).join(" "),
    "v id time user_id token_id team outcome model stream service_tier usage cost_usd timing findings request response",
  );
  const object = JSON.parse(text) as Record<string, unknown>;
  assert.equal(object["v"], 1);
  assert.equal(object["time"], "2026-11-22T23:59:59.999Z");
  assert.equal(object["cost_usd"], 0.000235);
  assert.deepEqual(object["usage"], {
    input_tokens: 5,
    cached_input_tokens: 0,
    cache_write_tokens: 0,
    output_tokens: 7,
    reasoning_tokens: 0,
    source: "reported",
  });
  assert.deepEqual(object["timing"], { auth_ms: 1, first_byte_ms: 2, total_ms: 3 });
  assert.deepEqual(object["request"], {
    method: "POST",
    path: "/v1/responses",
    headers: { originator: "codex_exec" },
    body: "{}",
  });
  assert.deepEqual(object["response"], {
    status: 200,
    headers: { "content-type": "text/event-stream" },
    body: "data: 1\n\n",
  });
});

test("any text comes back as it was, however it falls into blocks", async () => {
  const body = fc
    .tuple(fc.string({ unit: "grapheme", maxLength: 40 }), fc.integer({ min: 0, max: 30_000 }))
    .map(([text, times]) => text.repeat(times / (text.length + 1)));
  await fc.assert(
    fc.asyncProperty(body, body, async (request, response) => {
      const object = parse(await objectOf(Buffer.from(request), Buffer.from(response)));
      assert.equal(object.request.body, Buffer.from(request).toString());
      assert.equal(object.response.body, Buffer.from(response).toString());
    }),
    { numRuns: 50 },
  );
});

test("a character of several bytes on a block's edge stays whole", async () => {
  for (let shift = 0; shift < 4; shift++) {
    const text = "x".repeat(shift) + "😀".repeat(100_000);
    assert.equal(parse(await objectOf(Buffer.from(text), undefined)).request.body, text);
  }
});

test("a conversation that comes again with one more turn is kept as exactly as the first time", async () => {
  let conversation = "";
  for (let turn = 0; turn < 12; turn++) {
    conversation += `turn ${turn}: "Grüße" \\n `.repeat(2000);
    const object = parse(await objectOf(Buffer.from(conversation), undefined));
    assert.equal(object.request.body, conversation);
  }
});

test("of a body that comes again only what is new is compressed, and what is too small is no block", async (t) => {
  const blocks = new KnownBlocks(1024 * 1024);
  const added = t.mock.method(blocks, "add").mock;
  const token = mintToken(randomBytes);
  const first = "a".repeat(65_536);
  const newBlocks: Record<string, number> = {};
  const bodies = {
    "one block and a small rest": `${first}${"b".repeat(100)}`,
    "the same": `${first}${"b".repeat(100)}`,
    "one more block": `${first}${"b".repeat(20_000)}`,
    "a credential in the last one": `${first}${"c".repeat(20_000)} ${token}`,
  };
  for (const [name, body] of Object.entries(bodies)) {
    added.resetCalls();
    const request = { method: "POST", path: "/v1/responses", headers: {}, body: bodyOf(Buffer.from(body)) };
    const response = { status: 200, headers: {}, body: undefined };
    await archiveObject(summary, { key, request, response }, blocks);
    newBlocks[name] = added.callCount();
  }
  assert.deepEqual(newBlocks, {
    "one block and a small rest": 1,
    "the same": 0,
    "one more block": 1,
    "a credential in the last one": 0,
  });
});

test("a large body that is no text stands as base64, without its credentials", async () => {
  const token = mintToken(randomBytes);
  const bytes = Buffer.concat([Buffer.alloc(100_000, "a"), Buffer.from([0xff]), Buffer.from(token)]);
  const { base64 } = parse(await objectOf(bytes, undefined)).request.body;
  assert.deepEqual(Buffer.from(base64, "base64").subarray(0, 100_001), bytes.subarray(0, 100_001));
  assert.ok(!Buffer.from(base64, "base64").includes(token.slice(11)));
});

test("bytes that are no UTF-8 stand as base64", async () => {
  const bytes = Buffer.from([0xff, 0xfe, 0x00, 0x80]);
  assert.deepEqual(parse(await objectOf(bytes, bytes)).response.body, { base64: bytes.toString("base64") });
});

test("credentials are taken out of every part, however the bodies fall into blocks and whatever came before", async () => {
  const token = mintToken(randomBytes);
  // Few kinds of pieces, so that blocks come again beside others, and credentials on their edges.
  const piece = fc.constantFrom(
    token,
    key,
    token.slice(0, 30),
    "é".repeat(4096),
    "words ".repeat(1365),
    "x".repeat(65_536 - 20),
    "x".repeat(65_536),
  );
  const body = fc.array(piece, { maxLength: 12 }).map((pieces) => pieces.join(""));
  await fc.assert(
    fc.asyncProperty(body, body, async (request, response) => {
      const object = parse(await objectOf(Buffer.from(request), Buffer.from(response)));
      assert.equal(object.request.body, scrubText(request, key));
      assert.equal(object.response.body, scrubText(response, key));
    }),
    { numRuns: 200 },
  );
});

test("half a token before the edge of two blocks is no token because the key behind the edge is taken out", async () => {
  const text = `${"a".repeat(65_516)}${mintToken(randomBytes).slice(0, 30)}${key}${"b".repeat(70_000)}`;
  assert.equal(parse(await objectOf(Buffer.from(text), undefined)).request.body, scrubText(text, key));
});

test("a credential that lies across the edge of two blocks that came before, each beside others, is taken out", async () => {
  const token = mintToken(randomBytes);
  const first = "a".repeat(65_536 - 20) + token.slice(0, 20);
  const second = token.slice(20) + "b".repeat(65_536 - 37);
  const words = "c".repeat(65_536);
  for (const body of [first + words, words + second, first + second, first + second, first + words]) {
    const object = parse(await objectOf(Buffer.from(body), undefined));
    assert.equal(object.request.body, scrubText(body, key));
  }
});

const newKey = "sk-another-made-up-key-0123456789";

/** Archives a body that holds the new key, as a request that went out with the given one. */
function archivedWith(usedKey: string, blocks: KnownBlocks): Promise<Buffer> {
  const body = bodyOf(Buffer.from(`${"a".repeat(20_000)}${newKey}`));
  const request = { method: "POST", path: "/v1/responses", headers: {}, body };
  const response = { status: 200, headers: {}, body: undefined };
  return archiveObject(summary, { key: usedKey, request, response }, blocks);
}

test("blocks that were searched for one key are searched again for another", async () => {
  const blocks = new KnownBlocks(1024 * 1024);
  await archivedWith(key, blocks);
  assert.doesNotMatch(parse(await archivedWith(newKey, blocks)).request.body, /sk-another/);
});

test("a block that is still being compressed when another key comes is not known for that one", async () => {
  const blocks = new KnownBlocks(1024 * 1024);
  await Promise.all([archivedWith(key, blocks), archivedWith(newKey, blocks)]);
  assert.doesNotMatch(parse(await archivedWith(newKey, blocks)).request.body, /sk-another/);
});

test("paths, headers and names are searched too, and a key is found as JSON writes it", async () => {
  const token = mintToken(randomBytes);
  const odd = 'sk-"made\\up"-0123456789';
  for (const bytes of [10, 40_000]) {
    const body = Buffer.alloc(bytes, "a");
    const object = gunzipSync(
      await archiveObject(
        { ...summary, model: token },
        {
          key: odd,
          request: {
            method: "POST",
            path: `/v1/${token}`,
            headers: { "x-a": odd, "x-b": token },
            body: bodyOf(body),
          },
          response: { status: 200, headers: { "x-c": `a${odd}`, "x-d": token }, body },
        },
        knownBlocks,
      ),
    ).toString();
    assert.ok(!object.includes(token.slice(11)));
    const hiddenKey = "x".repeat(JSON.stringify(odd).length - 2);
    const hiddenToken = scrubText(token, undefined);
    const { model, request, response } = JSON.parse(object); // eslint-disable-line
    assert.equal(model, hiddenToken);
    assert.equal(request.path, `/v1/${hiddenToken}`);
    assert.deepEqual(request.headers, { "x-a": hiddenKey, "x-b": hiddenToken });
    assert.deepEqual(response.headers, { "x-c": `a${hiddenKey}`, "x-d": hiddenToken });
  }
});

test("a large body that is no text is compressed beside other exchanges, not before them", async () => {
  for (const [request, response] of [
    [Buffer.alloc(1024 * 1024, 0xff), undefined],
    [undefined, Buffer.alloc(1024 * 1024, 0xff)],
  ]) {
    let hasTurned = false;
    setImmediate(() => (hasTurned = true));
    await objectOf(request, response);
    assert.equal(hasTurned, true);
  }
});

test("a body that was not kept is null", async () => {
  assert.equal(parse(await objectOf(undefined, undefined)).request.body, null);
});

test("the first kilobyte tells everything but the words", async () => {
  const noise = Buffer.from(
    Array.from({ length: 300_000 }, () => String.fromCharCode(33 + Math.random() * 90)).join(""),
  );
  const object = await objectOf(noise, noise);
  const start = await inflateStart(object.subarray(0, 1024));
  assert.match(start, /^\{"v":1,.*"findings":\[.*\],"request":\{/);
});

test("the path is partitioned by UTC day and token", () => {
  assert.equal(
    archivePath(summary),
    "logs/year=2026/month=11/day=22/token=0123456789ab/01a202ce-bfcc-7a39-9844-5f600546723f.json.gz",
  );
});

function inflateStart(start: Buffer): Promise<string> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    const gunzip = createGunzip();
    gunzip.on("data", (chunk: Buffer) => chunks.push(chunk));
    gunzip.on("error", () => resolve(Buffer.concat(chunks).toString()));
    gunzip.write(start, () => resolve(Buffer.concat(chunks).toString()));
  });
}
