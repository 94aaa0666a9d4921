/**
 * Takes credentials out of what is to be kept. A proxy token or the organisation's key can stand in any text: an
 * agent that reads its own config.toml sends the token as tool output, and a broken upstream may echo the key.
 */

const tokenStart = "codexproxy_";
const tokenLength = 57;
const tokenInText = /(codexproxy_)[0-9A-Za-z]{40,46}/g;
const hidden = (token: string, start: string): string => start.padEnd(token.length, "x");

/** The same bytes, with every proxy token and the given key overwritten by letters of the same number; the input itself where it holds none. */
export function scrubBytes(bytes: Buffer, key: string | undefined): Buffer {
  let scrubbed = bytes;
  const overwrite = (start: number, end: number): void => {
    if (scrubbed === bytes) scrubbed = Buffer.from(bytes);
    scrubbed.fill("x", start, end);
  };
  for (const at of placesOf(tokenStart, bytes)) {
    const random = bytes.toString("latin1", at + tokenStart.length, at + tokenLength);
    const length = /^[0-9A-Za-z]*/.exec(random)![0].length;
    if (length >= 40) overwrite(at + tokenStart.length, at + tokenStart.length + length);
  }
  if (key !== undefined && key !== "") {
    for (const at of placesOf(key, bytes)) overwrite(at, at + key.length);
  }
  return scrubbed;
}

export function scrubText(text: string, key: string | undefined): string {
  const withoutTokens = text.includes(tokenStart) ? text.replace(tokenInText, hidden) : text;
  return key === undefined || key === ""
    ? withoutTokens
    : withoutTokens.replaceAll(key, "x".repeat(key.length));
}

/**
 * Where a needle of ASCII stands. Looked for is its part from its rarest letter on, which takes a tenth of the time in
 * text and code: each place where the first letter stands costs a comparison.
 */
function* placesOf(needle: string, bytes: Buffer): Generator<number> {
  // Never the last few letters alone: they would stand everywhere.
  const rarest = Math.max(needle.slice(0, -6).search(/[xXqQzZjJ]/), 0);
  const part = needle.slice(rarest);
  for (let at = bytes.indexOf(part); at !== -1; at = bytes.indexOf(part, at + 1)) {
    const start = at - rarest;
    if (start >= 0 && bytes.toString("latin1", start, at) === needle.slice(0, rarest)) yield start;
  }
}
