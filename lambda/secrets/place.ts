const quote = 0x22;
const backslash = 0x5c;
const comma = 0x2c;
const colon = 0x3a;
const isOpening = (byte: number): boolean => byte === 0x7b || byte === 0x5b;
const isClosing = (byte: number): boolean => byte === 0x7d || byte === 0x5d;

/**
 * In which part of a request an offset stands, as its sender knows it: `input[3]`, or `instructions`. One pass up to the
 * offset: to be called for a finding, not for a body. What isn't JSON has no places but `body`.
 */
export function placeOf(body: Uint8Array, offset: number): string {
  let depth = 0;
  let key = "";
  let isList = false;
  let item = 0;
  for (let at = 0; at < offset; at++) {
    const byte = body[at]!;
    if (byte === quote) {
      const end = endOfString(body, at);
      if (end >= offset) break;
      if (depth === 1 && nextByte(body, end + 1) === colon) key = textOf(body, at + 1, end);
      at = end;
    } else if (isOpening(byte)) {
      depth++;
      if (depth === 2) {
        isList = byte === 0x5b;
        item = 0;
      }
    } else if (isClosing(byte)) {
      depth--;
    } else if (byte === comma && depth === 2) {
      item++;
    }
  }
  if (key === "" || depth < 1) return "body";
  return isList && depth > 1 ? `${key}[${item}]` : key;
}

function endOfString(body: Uint8Array, start: number): number {
  let end = start + 1;
  while (end < body.length && body[end] !== quote) end += body[end] === backslash ? 2 : 1;
  return end;
}

function nextByte(body: Uint8Array, from: number): number | undefined {
  let at = from;
  while (body[at] === 0x20 || body[at] === 0x0a || body[at] === 0x0d || body[at] === 0x09) at++;
  return body[at];
}

/** A key is named in an error message, so no more of it than a name has. */
function textOf(body: Uint8Array, start: number, end: number): string {
  const text = Buffer.from(body.subarray(start, Math.min(end, start + 64))).toString("latin1");
  return /^[\w.-]+$/.test(text) ? text : "body";
}
