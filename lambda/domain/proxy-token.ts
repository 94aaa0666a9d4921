import { crc32 } from "node:zlib";

const prefix = "codexproxy_";
const alphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
const randomLength = 40;
const checksumLength = 6;
const shape = new RegExp(`^${prefix}[0-9A-Za-z]{${randomLength + checksumLength}}$`);

/**
 * A new proxy token: `codexproxy_`, 40 random base62 characters, 6 of checksum.
 * @param randomBytes a source of cryptographically strong bytes, such as `crypto.randomBytes`
 */
export function mintToken(randomBytes: (size: number) => Uint8Array): string {
  let random = "";
  while (random.length < randomLength) {
    for (const byte of randomBytes(64)) {
      // 248 = 4 × 62: bytes above would make the first characters of the alphabet likelier than the rest.
      if (byte < 248 && random.length < randomLength) random += alphabet[byte % 62];
    }
  }
  return withChecksum(prefix + random);
}

/** Has it the shape of a proxy token, and does its checksum agree? Says nothing of whether the token was ever given out. */
export function isWellFormedToken(text: string): boolean {
  return shape.test(text) && withChecksum(text.slice(0, -checksumLength)) === text;
}

/** The name of a token everywhere but in the token table: the first 12 hex digits of its SHA-256. */
export function tokenIdOf(tokenHash: string): string {
  return tokenHash.slice(0, 12);
}

function withChecksum(body: string): string {
  let rest = crc32(body);
  let checksum = "";
  for (let i = 0; i < checksumLength; i++) {
    checksum = alphabet[rest % 62] + checksum;
    rest = Math.floor(rest / 62);
  }
  return body + checksum;
}
