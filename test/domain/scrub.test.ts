import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { test } from "node:test";
import { mintToken } from "../../lambda/domain/proxy-token.ts";
import { longestCredential, overwritten, scrubBytes, scrubText } from "../../lambda/domain/scrub.ts";

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

test("ranges of a text are overwritten in the part of it that there is, and nothing beside them", () => {
  const part = Buffer.from("0123456789");
  const overwrittenIn = (start: number, end: number): string =>
    overwritten(part, 100, [{ start, end }]).toString();
  assert.equal(overwrittenIn(103, 105), "012xx56789");
  assert.equal(overwrittenIn(90, 101), "x123456789");
  assert.equal(overwrittenIn(109, 200), "012345678x");
  assert.equal(overwrittenIn(90, 200), "xxxxxxxxxx");
  assert.equal(overwritten(part, 100, [{ start: 90, end: 100 }]), part);
  assert.equal(overwritten(part, 100, [{ start: 110, end: 120 }]), part);
  assert.equal(part.toString(), "0123456789");
});

test("the longest credential is the key, where it is longer than a token", () => {
  assert.equal(longestCredential(undefined), token.length);
  assert.equal(longestCredential(key), token.length);
  assert.equal(longestCredential("k".repeat(200)), 200);
});
