import assert from "node:assert/strict";
import { test } from "node:test";
import { gzipSync } from "node:zlib";
import * as fc from "fast-check";
import { archiveObject } from "../../lambda/domain/archive-object.ts";
import { readArchiveStart } from "../../lambda/domain/archive-start.ts";
import { bodyOf } from "../../lambda/domain/incoming-body.ts";
import { KnownBlocks } from "../../lambda/domain/known-blocks.ts";
import { type ExchangeSummary, archivePath } from "../../lambda/domain/exchange-record.ts";
import { exchangeSummary } from "../fakes/exchange-summary.ts";

const base = exchangeSummary({
  team: "platform",
  usage: {
    inputTokens: 10_000,
    cachedInputTokens: 8_000,
    cacheWriteTokens: 0,
    outputTokens: 100,
    reasoningTokens: 40,
    source: "reported",
  },
  costMicroUsd: 17_000,
  timing: { authMs: 3, firstByteMs: null, totalMs: 4_000 },
});

const codexHeaders = { originator: "codex_exec", "x-codex-turn-metadata": "{}" };

test("an object tells all but the words, whatever was in it and wherever it is cut", async () => {
  const nasty = fc.oneof(fc.string({ unit: "binary" }), fc.constant('","request":{"headers":{},"body":'));
  await fc.assert(
    fc.asyncProperty(nasty, nasty, nasty, fc.nat(5_000), async (userId, team, body, cutAt) => {
      const summary = { ...base, userId, team };
      const object = await objectOf(summary, Buffer.from(body));
      const read = (bytes: number) =>
        readArchiveStart(archivePath(summary), object.subarray(0, bytes), bytes >= object.length);
      assert.deepEqual(read(object.length), { kind: "exchange", summary, client: "exec", isTorn: false });
      assert.ok(["exchange", "cut", "foreign"].includes(read(cutAt).kind));
    }),
  );
});

test("two kilobytes are enough for what Codex sends, though the object is many gzip members", async () => {
  const object = await objectOf(base, Buffer.from("word ".repeat(100_000)));
  const { kind } = readArchiveStart(archivePath(base), object.subarray(0, 2_048), false);
  assert.equal(kind, "exchange");
});

test("an object that is cut before its words begin asks for more", async () => {
  const object = await objectOf(base, Buffer.from("hello"));
  assert.equal(readArchiveStart(archivePath(base), object.subarray(0, 200), false).kind, "cut");
});

test("an object of another place is foreign: copied, it would be counted twice", async () => {
  const object = await objectOf(base, Buffer.from("hello"));
  assert.deepEqual(readArchiveStart("logs/copy.json.gz", object, true), {
    kind: "foreign",
    why: "not of this path",
  });
});

const foreigners: [string, Buffer, string][] = [
  ["nothing", Buffer.alloc(0), "empty"],
  ["text", Buffer.from("hello"), "not gzip"],
  ["other JSON", gzipSync('{"a":1}\n'), "not an exchange"],
  ["a piece of an exchange", gzipSync('{"v":1,"id":"01a2'), "half-written"],
  [
    "an exchange without its counts",
    gzipSync('{"v":1,"id":"x","usage":{},"request":{"method":"POST","headers":{},"body":null}}\n'),
    "not an exchange",
  ],
];

for (const [what, object, why] of foreigners) {
  test(`${what} is foreign: ${why}`, () => {
    assert.deepEqual(readArchiveStart(archivePath(base), object, true), { kind: "foreign", why });
  });
}

test("a torn object whose counts are there is counted, and known to be torn", async () => {
  const object = await objectOf(base, Buffer.from("hello"));
  const start = readArchiveStart(archivePath(base), object.subarray(0, -20), true);
  assert.deepEqual(start, { kind: "exchange", summary: base, client: "exec", isTorn: true });
});

function objectOf(summary: ExchangeSummary, body: Buffer): Promise<Buffer> {
  const words = {
    key: undefined,
    request: { method: "POST", path: "/v1/responses", headers: codexHeaders, body: bodyOf(body) },
    response: { status: 200, headers: {}, body },
  };
  return archiveObject(summary, words, new KnownBlocks(0));
}
