/**
 * Takes credentials out of what is to be kept. A proxy token or the organisation's key can stand in any text: an
 * agent that reads its own config.toml sends the token as tool output, and a broken upstream may echo the key.
 */

const tokenStart = "codexproxy_";
const tokenLength = 57;
const tokenInText = /(codexproxy_)[0-9A-Za-z]{40,46}/g;
const hidden = (token: string, start: string): string => start.padEnd(token.length, "x");

/** A part of a text, in bytes. */
export interface ByteRange {
  start: number;
  end: number;
}

/** The same bytes, with every proxy token and the given key overwritten; the input itself where it holds none. */
export function scrubBytes(bytes: Buffer, key: string | undefined): Buffer {
  return overwritten(bytes, 0, credentialsIn(bytes, key));
}

/** What is to be overwritten: all of the key, and of a proxy token all but how it begins. */
export function credentialsIn(bytes: Buffer, key: string | undefined): ByteRange[] {
  const found: ByteRange[] = [];
  for (const at of placesOf(tokenStart, bytes)) {
    const start = at + tokenStart.length;
    const random = bytes.toString("latin1", start, at + tokenLength);
    const length = /^[0-9A-Za-z]*/.exec(random)![0].length;
    if (length >= 40) found.push({ start, end: start + length });
  }
  if (key === undefined || key === "") return found;
  for (const at of placesOf(key, bytes)) found.push({ start: at, end: at + key.length });
  return found;
}

/**
 * A copy in which the ranges are as many letters; the input itself where none lies in it.
 * @param offset of the bytes in the text that the ranges are of
 */
export function overwritten(bytes: Buffer, offset: number, ranges: readonly ByteRange[]): Buffer {
  const inside = ranges.filter(({ start, end }) => end > offset && start < offset + bytes.length);
  if (inside.length === 0) return bytes;
  const copy = Buffer.from(bytes);
  for (const { start, end } of inside) {
    copy.fill("x", Math.max(0, start - offset), Math.min(bytes.length, end - offset));
  }
  return copy;
}

/** The most bytes that a credential has: how far from an edge the other end of one may be that lies across it. */
export function longestCredential(key: string | undefined): number {
  return Math.max(tokenLength, key?.length ?? 0);
}

export function scrubText(text: string, key: string | undefined): string {
  const withoutTokens = text.includes(tokenStart) ? text.replace(tokenInText, hidden) : text;
  if (!key || !withoutTokens.includes(key)) return withoutTokens;
  return withoutTokens.replaceAll(key, "x".repeat(key.length));
}

/** The beginning of a text, which is searched before it is cut: the half of a credential would not be known as one. */
export function scrubbedStart(text: string, maxLength: number, key: string | undefined): string {
  return scrubText(text, key).slice(0, maxLength);
}

/** The same for a text of JSON, in which the key stands as it stands between quotes. */
export function scrubJson(json: string, key: string | undefined): string {
  return scrubText(json, key && JSON.stringify(key).slice(1, -1));
}

/**
 * Where a needle of ASCII begins. Looked for is its part from its rarest letter on, which takes a tenth of the time in
 * text and code: each place where the first letter stands costs a comparison.
 */
function* placesOf(needle: string, bytes: Buffer): Generator<number> {
  // Never the last few letters alone: they would stand everywhere.
  const rarest = Math.max(needle.slice(0, -6).search(/[xXqQzZjJ]/), 0);
  const before = needle.slice(0, rarest);
  const part = needle.slice(rarest);
  for (let found = bytes.indexOf(part, rarest); found !== -1; found = bytes.indexOf(part, found + 1)) {
    const at = found - rarest;
    if (bytes.toString("latin1", at, found) === before) yield at;
  }
}
