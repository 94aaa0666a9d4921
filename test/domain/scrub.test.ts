import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { test } from "node:test";
import { mintToken } from "../../lambda/domain/proxy-token.ts";
import { longestCredential, scrubBytes, scrubText } from "../../lambda/domain/scrub.ts";

const token = mintToken(randomBytes);
const key = "sk-made-up-key-for-tests_0123456789";

test("tokens and the key are overwritten wherever they stand, and nothing else changes", () => {
  const text = `a "${token}" b ${token}${token} é ${key}\n${key}.`;
  const scrubbed = scrubBytes(Buffer.from(text), key).toString();
  const hidden = (secret: string): string => `codexproxy_${"x".repeat(secret.length - 11)}`;
  const h = hidden(token);
  const k = "x".repeat(key.length);
  assert.equal(scrubbed, `a "${h}" b ${h}${h} é ${k}\n${k}.`);
  assert.equal(scrubText(text, key), scrubbed);
});

test("a token at the very end, or run together with other letters, is overwritten too", () => {
  for (const text of [token, `x${token}`, `${token}abc`, `${token.slice(0, -3)}`]) {
    assert.ok(!scrubBytes(Buffer.from(text), undefined).toString().includes(token.slice(11, 51)), text);
    assert.ok(!scrubText(text, undefined).includes(token.slice(11, 51)), text);
  }
});

test("bytes without a credential are handed back as they are, not copied", () => {
  const bytes = Buffer.from("codexproxy_ and codexproxy_short are no tokens");
  assert.equal(scrubBytes(bytes, key), bytes);
  assert.equal(scrubBytes(bytes, undefined), bytes);
  assert.equal(scrubText("an undefined key", undefined), "an undefined key");
});

test("the caller's own buffer is never written to", () => {
  const bytes = Buffer.from(token);
  scrubBytes(bytes, undefined);
  assert.equal(bytes.toString(), token);
});

test("a token that lost its checksum is overwritten too, and what only ends like the key is left alone", () => {
  const random = "A1".repeat(20);
  const bytes = Buffer.from(`codexproxy_${random} and codexproxy_${random.slice(1)}`);
  const expected = `codexproxy_${"x".repeat(40)} and codexproxy_${random.slice(1)}`;
  assert.equal(scrubBytes(bytes, undefined).toString(), expected);
  // Found by its part from the x on.
  const similar = Buffer.from(`apexproxy_${random}, xproxy_${random}`);
  assert.equal(scrubBytes(similar, undefined), similar);
  const other = Buffer.from("ab-xyz, xyz");
  assert.equal(scrubBytes(other, "sk-xyz"), other);
});

test("within a range what begins in it is found, to its last byte, and nothing that begins behind it", () => {
  for (const secret of [token, key]) {
    const bytes = Buffer.from(`${"a".repeat(100)}${secret}${"b".repeat(100)}`);
    const isFound = (start: number, end: number): boolean =>
      scrubBytes(bytes, key, [{ start, end }]) !== bytes;
    assert.equal(isFound(0, 101), true);
    assert.equal(isFound(100, 101), true);
    assert.equal(isFound(0, 100), false);
    assert.equal(isFound(101, 300), false);
  }
});

test("the longest credential is the key, where it is longer than a token", () => {
  assert.equal(longestCredential(undefined), token.length);
  assert.equal(longestCredential(key), token.length);
  assert.equal(longestCredential("k".repeat(200)), 200);
});
