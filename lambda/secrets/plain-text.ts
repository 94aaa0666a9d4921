const backslash = 0x5c;
const comma = 0x2c;
const firstNonAscii = 0x80;

/** Shorter runs of base64 are read like any text: a secret could stand in them, an image could not. */
const shortestSkippedData = 256;

/** What an escape letter stands for: JSON's own, and the quote of shells and JavaScript. */
const escaped = new Uint8Array(256);
for (const [letter, meaning] of Object.entries({ n: "\n", t: "\t", r: "\r", b: " ", f: " " })) {
  escaped[letter.charCodeAt(0)] = meaning.charCodeAt(0);
}
for (const letter of "\"'/") escaped[letter.charCodeAt(0)] = letter.charCodeAt(0);

const isBase64 = new Uint8Array(256);
for (const letter of "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/=") {
  isBase64[letter.charCodeAt(0)] = 1;
}

/**
 * A body as its author saw it. Any run of backslashes with its escape is one character, so that a text reads the same
 * plain, in a JSON string, and in a JSON string inside a JSON string; long `;base64,` data is left out.
 */
export class PlainText {
  readonly bytes: Uint8Array;
  /** The same bytes as one character each: regular expressions and string search run on it. */
  readonly latin1: string;
  /** Where a plain position and a raw one part ways: pairs of (end in plain, end in raw), ascending. */
  readonly #turns: number[];

  constructor(raw: Uint8Array) {
    const plain = Buffer.allocUnsafe(raw.length);
    this.#turns = [];
    const length = unescape(raw, plain, this.#turns);
    this.bytes = plain.subarray(0, length);
    this.latin1 = plain.latin1Slice(0, length);
  }

  /** The raw offset of a plain position; an escape is never cut. */
  rawOffset(position: number): number {
    let low = 0;
    let high = this.#turns.length / 2;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.#turns[2 * middle]! <= position) low = middle + 1;
      else high = middle;
    }
    if (low === 0) return position;
    return this.#turns[2 * low - 1]! + position - this.#turns[2 * low - 2]!;
  }
}

function unescape(raw: Uint8Array, plain: Uint8Array, turns: number[]): number {
  let written = 0;
  let at = 0;
  while (at < raw.length) {
    const byte = raw[at]!;
    if (byte === backslash) {
      let escape = at + 1;
      while (raw[escape] === backslash) escape++;
      const letter = raw[escape] ?? 0;
      const meaning = escaped[letter]!;
      if (meaning !== 0) {
        plain[written++] = meaning;
        at = escape + 1;
      } else if (letter === 0x75 && isHex4(raw, escape + 1)) {
        const [codePoint, end] = codePointAt(raw, escape);
        written = writeUtf8(plain, written, codePoint);
        at = end;
      } else {
        plain[written++] = backslash;
        at = escape;
      }
      turns.push(written, at);
    } else {
      plain[written++] = byte;
      at++;
      if (byte === comma && followsBase64Mark(raw, at)) {
        let end = at;
        while (isBase64[raw[end] ?? 0] === 1) end++;
        if (end - at >= shortestSkippedData) {
          at = end;
          turns.push(written, at);
        }
      }
    }
  }
  return written;
}

/** `;base64,` ends at `at`. */
function followsBase64Mark(raw: Uint8Array, at: number): boolean {
  return raw[at - 2] === 0x34 && raw[at - 3] === 0x36 && raw[at - 4] === 0x65 && raw[at - 8] === 0x3b;
}

/** The character of the `\u` escape whose `u` stands at `at`, with its second half where it is a pair, and its end. */
function codePointAt(raw: Uint8Array, at: number): [codePoint: number, end: number] {
  const first = hex4(raw, at + 1);
  const isHigh = first >= 0xd800 && first < 0xdc00;
  if (!isHigh || raw[at + 5] !== backslash) return [first, at + 5];
  let next = at + 6;
  while (raw[next] === backslash) next++;
  if (raw[next] !== 0x75 || !isHex4(raw, next + 1)) return [first, at + 5];
  const second = hex4(raw, next + 1);
  if (second < 0xdc00 || second > 0xdfff) return [first, at + 5];
  return [0x10000 + ((first - 0xd800) << 10) + (second - 0xdc00), next + 5];
}

function isHex4(raw: Uint8Array, at: number): boolean {
  for (let i = at; i < at + 4; i++) if (Number.isNaN(hexDigit(raw[i] ?? 0))) return false;
  return true;
}

function hex4(raw: Uint8Array, at: number): number {
  let value = 0;
  for (let i = at; i < at + 4; i++) value = value * 16 + hexDigit(raw[i]!);
  return value;
}

function hexDigit(byte: number): number {
  if (byte >= 0x30 && byte <= 0x39) return byte - 0x30;
  const folded = byte | 0x20;
  return folded >= 0x61 && folded <= 0x66 ? folded - 0x57 : Number.NaN;
}

function writeUtf8(out: Uint8Array, at: number, codePoint: number): number {
  if (codePoint < firstNonAscii) out[at++] = codePoint;
  else if (codePoint < 0x800) {
    out[at++] = 0xc0 | (codePoint >> 6);
    out[at++] = 0x80 | (codePoint & 0x3f);
  } else {
    if (codePoint < 0x10000) out[at++] = 0xe0 | (codePoint >> 12);
    else {
      out[at++] = 0xf0 | (codePoint >> 18);
      out[at++] = 0x80 | ((codePoint >> 12) & 0x3f);
    }
    out[at++] = 0x80 | ((codePoint >> 6) & 0x3f);
    out[at++] = 0x80 | (codePoint & 0x3f);
  }
  return at;
}
