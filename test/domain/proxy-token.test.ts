import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { test } from "node:test";
import fc from "fast-check";
import { isWellFormedToken, mintToken, tokenIdOf } from "../../lambda/domain/proxy-token.ts";

test("a minted token has the prefix, 40 random characters and 6 of checksum", () => {
  assert.match(mintToken(randomBytes), /^codexproxy_[0-9A-Za-z]{46}$/);
});

test("every minted token is well formed", () => {
  for (let i = 0; i < 1000; i++) assert.ok(isWellFormedToken(mintToken(randomBytes)));
});

test("the checksum is the CRC-32 of what stands before it, in base62", () => {
  // 0xFF bytes would favour some characters and are skipped; 0x00 is the first character of the alphabet.
  let call = 0;
  const token = mintToken((size) => new Uint8Array(size).fill(call++ === 0 ? 0xff : 0x00));
  // Checked by hand: CRC-32 of the 51 characters before it, in the alphabet 0-9A-Za-z.
  assert.equal(token, "codexproxy_" + "0".repeat(40) + crc32Base62("codexproxy_" + "0".repeat(40)));
});

test("changing any one character makes a token malformed", () => {
  const token = mintToken(randomBytes);
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: token.length - 1 }),
      fc.constantFrom(..."0aZ_ \"'"),
      (at, character) => {
        fc.pre(token[at] !== character);
        assert.ok(!isWellFormedToken(token.slice(0, at) + character + token.slice(at + 1)));
      },
    ),
  );
});

test("a token with a space, a quote, a line break or a missing character is malformed", () => {
  const token = mintToken(randomBytes);
  for (const wrong of [
    ` ${token}`,
    `${token} `,
    `"${token}"`,
    `${token}\n`,
    token.slice(0, -1),
    token.slice(1),
    "",
  ]) {
    assert.ok(!isWellFormedToken(wrong), JSON.stringify(wrong));
  }
});

test("a token id is the first 12 hex digits of the hash", () => {
  assert.equal(tokenIdOf("0123456789abcdef".repeat(4)), "0123456789ab");
});

/** Bit by bit, as the standard describes it: independent of zlib. */
function crc32Base62(text: string): string {
  let crc = 0xffffffff;
  for (const byte of Buffer.from(text)) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (0xedb88320 & -(crc & 1));
  }
  let rest = (crc ^ 0xffffffff) >>> 0;
  let digits = "";
  for (let i = 0; i < 6; i++) {
    digits = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"[rest % 62] + digits;
    rest = Math.floor(rest / 62);
  }
  return digits;
}

test("a byte that would make some letters likelier is thrown away", () => {
  const draws = [Buffer.alloc(64, 248), Buffer.alloc(64, 1)];
  assert.match(
    mintToken(() => draws.shift()!),
    /^codexproxy_1{40}/,
  );
});
