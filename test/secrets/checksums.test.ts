import assert from "node:assert/strict";
import { test } from "node:test";
import { crc32 } from "node:zlib";
import {
  base62Of,
  endsInCrc32OfRandomPart,
  endsInCrc32OfRest,
  endsInHexCrc32,
  isBech32,
} from "../../lambda/secrets/checksums.ts";

const random = "zQ4Bt7SOoRi2A9spHcVY5ncnsDkxkJ";

test("base62 has six digits, the first those of numbers", () => {
  assert.deepEqual([0, 61, 62, 2 ** 32 - 1].map(base62Of), ["000000", "00000z", "000010", "4gfFC3"]);
});

test("a token of GitHub or npm ends in the CRC-32 of its random part", () => {
  const token = `npm_${random}${base62Of(crc32(random))}`;
  assert.equal(endsInCrc32OfRandomPart(token), true);
  assert.equal(endsInCrc32OfRandomPart(token.replace("zQ4", "zQ5")), false);
});

test("a token of codex-proxy ends in the CRC-32 of all before it, prefix and all", () => {
  const token = `codexproxy_${random}`;
  assert.equal(endsInCrc32OfRest(token + base62Of(crc32(token))), true);
  assert.equal(endsInCrc32OfRest(token + base62Of(crc32(random))), false);
});

// The example of Grafana's own test: https://github.com/grafana/grafana/blob/main/pkg/components/satokengen/tokengen_test.go
test("a token of a Grafana service account ends in a CRC-32 whose lowest byte comes first", () => {
  const token = ["glsa_", "iNValIdinValiDinvalidinvalidinva", "_5b582697"].join("");
  assert.equal(endsInHexCrc32(token), true);
  assert.equal(endsInHexCrc32(token.replace("iNV", "inV")), false);
});

// https://github.com/bitcoin/bips/blob/master/bip-0173.mediawiki#test-vectors
test("bech32 is told from what only looks like it, as its specification's examples have it", () => {
  assert.equal(isBech32("A12UEL5L"), true);
  assert.equal(isBech32("abcdef1qpzry9x8gf2tvdw0s3jn54khce6mua7lmqqqxw"), true);
  assert.equal(isBech32("abcdef1qpzry9x8gf2tvdw0s3jn54khce6mua7lmqqqxx"), false);
  assert.equal(isBech32("1b"), false);
});
