import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { test } from "node:test";
import { gunzipSync } from "node:zlib";
import { GzipText, gzipMember } from "../../lambda/domain/gzip-text.ts";

async function gzipped(...texts: readonly string[]): Promise<Buffer> {
  const gzip = new GzipText();
  for (const text of texts) await gzip.add(text).compressBlock();
  return gzip.end();
}

for (const length of [1, 100, 4_094, 4_095, 4_096, 65_535, 65_536, 200_000]) {
  test(`${length} characters come back as they were`, async () => {
    const text = "ä🙂plain text ".repeat(20_000).slice(0, length).toWellFormed();
    assert.equal(gunzipSync(await gzipped(text)).toString("utf8"), text);
  });
}

test("text of several pieces and members comes back in its order", async () => {
  const gzip = new GzipText();
  gzip.add("first ");
  gzip.add("second ");
  gzip.addMember(await gzipMember("third ".repeat(5_000)));
  gzip.add("fourth");
  assert.equal(gunzipSync(gzip.end()).toString("utf8"), `first second ${"third ".repeat(5_000)}fourth`);
});

test("a text that is stored as it is can be read by gzip itself", async () => {
  const object = await gzipped('{"v":1}\n');
  assert.equal(execFileSync("gzip", ["-dc"], { input: object }).toString("utf8"), '{"v":1}\n');
});

test("a small text is stored and a large one compressed", async () => {
  const small = await gzipped("a".repeat(4_095));
  const large = await gzipped("a".repeat(4_096));
  assert.equal(small.length, 4_095 + 23);
  assert.ok(large.length < 200);
});

test("what was stored and is cut off tells what is there", async () => {
  const object = await gzipped("0123456789".repeat(300));
  const start = gunzipSync(object.subarray(0, 1_000), { finishFlush: 2 }).toString("utf8");
  assert.equal(start, "0123456789".repeat(300).slice(0, 985));
});
