/**
 * Finds which of many keywords start at a place. One look into a table of three bytes says no nearly always, a second
 * into one of four bytes nearly always else.
 */
export class KeywordIndex<T> {
  /** By the hash of three bytes: not zero where a keyword may begin with them. */
  readonly threes = new Uint8Array(1 << 15);
  readonly #fours = new Uint8Array(1 << 16);
  readonly #entries = new Map<number, { keyword: string; value: T }[]>();
  readonly #fold: number;

  /** @param options.foldsCase the text's letters are folded to lower case before they are compared */
  constructor(options: { foldsCase: boolean }) {
    this.#fold = options.foldsCase ? 0x20 : 0;
  }

  /** @param keyword at least three characters of ASCII, in lower case where the index folds */
  add(keyword: string, value: T): void {
    for (let at = 0; at < 4; at++) firstBytes[at] = keyword.charCodeAt(at);
    const bytes = firstBytes;
    if (keyword.length < 3)
      throw new RangeError(`The keyword "${keyword}" is shorter than three characters.`);
    const three = this.#three(bytes, 0);
    this.threes[three]! |= keyword.length === 3 ? isWhole : goesOn;
    if (keyword.length > 3) this.#fours[this.#four(bytes, 0)] = 1;
    const entries = this.#entries.get(three);
    if (entries === undefined) this.#entries.set(three, [{ keyword, value }]);
    else entries.push({ keyword, value });
  }

  /** Whether a keyword may start here. Looks at four bytes: the caller sees to it that there are as many. */
  mayStart(bytes: Uint8Array, at: number): boolean {
    const kind = this.threes[this.#three(bytes, at)]!;
    return kind !== 0 && ((kind & isWhole) !== 0 || this.#fours[this.#four(bytes, at)] === 1);
  }

  /** Every keyword that starts at a place where `mayStart` holds; `text` is folded where the index folds. */
  forEachAt(
    bytes: Uint8Array,
    at: number,
    text: string,
    textAt: number,
    found: (value: T, length: number) => void,
  ): void {
    for (const { keyword, value } of this.#entries.get(this.#three(bytes, at)) ?? []) {
      if (text.startsWith(keyword, textAt)) found(value, keyword.length);
    }
  }

  #three(bytes: Uint8Array, at: number): number {
    const fold = this.#fold;
    return roll(roll(roll(0, bytes[at]! | fold), bytes[at + 1]! | fold), bytes[at + 2]! | fold);
  }

  #four(bytes: Uint8Array, at: number): number {
    return (this.#three(bytes, at) * 31 + (bytes[at + 3]! | this.#fold)) & 0xffff;
  }
}

const firstBytes = new Uint8Array(4);

/** The hash of three bytes, byte by byte: each shifts the one before the third out. */
export function roll(hash: number, byte: number): number {
  return ((hash << 5) ^ byte) & 0x7fff;
}

/** What three bytes may be the beginning of: a keyword of three, and one of more. */
const isWhole = 1;
const goesOn = 2;
