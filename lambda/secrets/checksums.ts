import { crc32 } from "node:zlib";

export const base62Alphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

/** A number in base62, as GitHub, npm and codex-proxy write their checksums: six digits, padded with zeros. */
export function base62Of(value: number): string {
  let digits = "";
  for (let rest = value; digits.length < 6; rest = Math.floor(rest / 62))
    digits = base62Alphabet[rest % 62]! + digits;
  return digits;
}

/**
 * Do the last six characters hold the CRC-32 of the part between the prefix and them?
 * https://github.blog/engineering/platform-security/behind-githubs-new-authentication-token-formats/
 */
export function endsInCrc32OfRandomPart(token: string): boolean {
  const random = token.slice(token.lastIndexOf("_") + 1, -6);
  return base62Of(crc32(random)) === token.slice(-6);
}

/** As above, but over all that stands before the checksum, prefix and all: codex-proxy's own tokens. */
export function endsInCrc32OfRest(token: string): boolean {
  return base62Of(crc32(token.slice(0, -6))) === token.slice(-6);
}

/**
 * Grafana's service accounts: CRC-32 over what stands before the last underscore, in hex, its lowest byte first.
 * https://github.com/grafana/grafana/blob/main/pkg/components/satokengen/tokengen.go
 */
export function endsInHexCrc32(token: string): boolean {
  const cut = token.lastIndexOf("_");
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(crc32(token.slice(0, cut)));
  return bytes.toString("hex") === token.slice(cut + 1).toLowerCase();
}

const bech32Alphabet = "qpzry9x8gf2tvdw0s3jn54khce6mua7l";

/** https://github.com/bitcoin/bips/blob/master/bip-0173.mediawiki#checksum */
export function isBech32(text: string): boolean {
  const folded = text.toLowerCase();
  const cut = folded.lastIndexOf("1");
  const prefix = Array.from(folded.slice(0, cut), (letter) => letter.charCodeAt(0));
  const data = Array.from(folded.slice(cut + 1), (letter) => bech32Alphabet.indexOf(letter));
  const values = [...prefix.map((code) => code >> 5), 0, ...prefix.map((code) => code & 31), ...data];
  return !data.includes(-1) && bech32Polymod(values) === 1;
}

function bech32Polymod(values: number[]): number {
  const generators = [0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd, 0x2a1462b3];
  let checksum = 1;
  for (const value of values) {
    const top = checksum >>> 25;
    checksum = ((checksum & 0x1ffffff) << 5) ^ value;
    for (const [bit, generator] of generators.entries()) if ((top >> bit) & 1) checksum ^= generator;
  }
  return checksum;
}
