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

/**
 * The same bytes, with every proxy token and the given key overwritten by letters of the same number; the input itself
 * where it holds none.
 * @param within where to look, in ascending order: what begins in one of these ranges is found. By default everywhere
 */
export function scrubBytes(
  bytes: Buffer,
  key: string | undefined,
  within: readonly ByteRange[] = [{ start: 0, end: bytes.length }],
): Buffer {
  let scrubbed = bytes;
  const overwrite = (start: number, end: number): void => {
    if (scrubbed === bytes) scrubbed = Buffer.from(bytes);
    scrubbed.fill("x", start, end);
  };
  for (const range of within) {
    for (const at of placesOf(tokenStart, bytes, range)) {
      const random = bytes.toString("latin1", at + tokenStart.length, at + tokenLength);
      const length = /^[0-9A-Za-z]*/.exec(random)![0].length;
      if (length >= 40) overwrite(at + tokenStart.length, at + tokenStart.length + length);
    }
    if (key === undefined || key === "") continue;
    for (const at of placesOf(key, bytes, range)) overwrite(at, at + key.length);
  }
  return scrubbed;
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

/** The same for a text of JSON, in which the key stands as it stands between quotes. */
export function scrubJson(json: string, key: string | undefined): string {
  return scrubText(json, key && JSON.stringify(key).slice(1, -1));
}

/**
 * Where a needle of ASCII begins. Looked for is its part from its rarest letter on, which takes a tenth of the time in
 * text and code: each place where the first letter stands costs a comparison.
 */
function* placesOf(needle: string, bytes: Buffer, { start, end }: ByteRange): Generator<number> {
  // Never the last few letters alone: they would stand everywhere.
  const rarest = Math.max(needle.slice(0, -6).search(/[xXqQzZjJ]/), 0);
  const before = needle.slice(0, rarest);
  const part = needle.slice(rarest);
  const searched = bytes.subarray(start, end + needle.length - 1);
  for (let found = searched.indexOf(part, rarest); found !== -1; found = searched.indexOf(part, found + 1)) {
    const at = start + found - rarest;
    if (bytes.toString("latin1", at, at + rarest) === before) yield at;
  }
}
