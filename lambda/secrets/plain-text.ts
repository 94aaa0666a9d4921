const backslash = 0x5c;
const firstNonAscii = 0x80;

/** Shorter runs of base64 are read like any text: a secret could stand in them, an image could not. */
const shortestSkippedData = 256;

const dataMark = ";base64,";
const lookAhead = 8;

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
  /** Zeros stand behind the text, so that a look ahead needs no check. */
  readonly bytes: Uint8Array;
  /** The same bytes as one character each: regular expressions and string search run on it. */
  readonly latin1: string;
  readonly #turns: Turns;

  constructor(body: Uint8Array) {
    const raw = Buffer.from(body.buffer, body.byteOffset, body.length);
    const plain = Buffer.allocUnsafe(raw.length + lookAhead);
    this.#turns = new Turns();
    const length = unescape(raw, plain, this.#turns);
    plain.fill(0, length, length + lookAhead);
    this.bytes = plain;
    this.latin1 = plain.toString("latin1", 0, length);
  }

  /** The raw offset of a plain position; an escape is never cut. */
  rawOffset(position: number): number {
    return this.#turns.rawOffset(position);
  }
}

/** Where plain positions and raw ones part ways: pairs of an end in the plain text and in the raw one, ascending. */
class Turns {
  #pairs = new Uint32Array(1024);
  #length = 0;

  add(plainEnd: number, rawEnd: number): void {
    if (this.#length === this.#pairs.length) {
      const longer = new Uint32Array(2 * this.#length);
      longer.set(this.#pairs);
      this.#pairs = longer;
    }
    this.#pairs[this.#length++] = plainEnd;
    this.#pairs[this.#length++] = rawEnd;
  }

  rawOffset(position: number): number {
    let low = 0;
    let high = this.#length / 2;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.#pairs[2 * middle]! <= position) low = middle + 1;
      else high = middle;
    }
    return low === 0 ? position : this.#pairs[2 * low - 1]! + position - this.#pairs[2 * low - 2]!;
  }
}

/** @returns the length of the plain text */
function unescape(raw: Buffer, plain: Buffer, turns: Turns): number {
  const { length } = raw;
  let written = 0;
  let at = 0;
  let data = nextData(raw, 0);
  while (at < length) {
    const escape = raw.indexOf(backslash, at);
    const stop = escape < 0 ? length : escape;
    while (data < stop) {
      const end = endOfData(raw, data);
      written = copy(raw, at, data, plain, written);
      at = end;
      if (end - data >= shortestSkippedData) turns.add(written, at);
      else written = copy(raw, data, end, plain, written);
      data = nextData(raw, at);
    }
    written = copy(raw, at, stop, plain, written);
    at = stop;
    if (at === length) break;

    let letterAt = at + 1;
    while (raw[letterAt] === backslash) letterAt++;
    const letter = letterAt < length ? raw[letterAt]! : 0;
    const meaning = escaped[letter]!;
    if (meaning !== 0) {
      plain[written++] = meaning;
      at = letterAt + 1;
    } else if (letter === 0x75 && isHex4(raw, letterAt + 1)) {
      const [codePoint, end] = codePointAt(raw, letterAt);
      written = writeUtf8(plain, written, codePoint);
      at = end;
    } else {
      plain[written++] = backslash;
      at = letterAt;
    }
    turns.add(written, at);
  }
  return written;
}

/** @returns how much is written then; short pieces, which most are, cost less than a call of the runtime would */
function copy(raw: Buffer, from: number, to: number, plain: Buffer, written: number): number {
  if (to - from > 64) return written + raw.copy(plain, written, from, to);
  for (let at = from; at < to; at++) plain[written++] = raw[at]!;
  return written;
}

/** Where base64 data begins that stands at or behind `from`. */
function nextData(raw: Buffer, from: number): number {
  const mark = raw.indexOf(dataMark, from, "latin1");
  return mark < 0 ? raw.length : mark + dataMark.length;
}

function endOfData(raw: Buffer, from: number): number {
  let end = from;
  while (end < raw.length && isBase64[raw[end]!] === 1) end++;
  return end;
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
