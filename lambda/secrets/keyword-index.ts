/** Finds which of many keywords start at a place: one look into a table of three bytes says no nearly always. */
export class KeywordIndex<T> {
  readonly #mayStart = new Uint8Array(1 << 16);
  readonly #entries = new Map<number, { keyword: string; value: T }[]>();
  readonly #foldsCase: boolean;

  /** @param options.foldsCase the text's letters are folded to lower case before they are compared */
  constructor(options: { foldsCase: boolean }) {
    this.#foldsCase = options.foldsCase;
  }

  add(keyword: string, value: T): void {
    const bytes = Buffer.from(keyword, "latin1");
    if (bytes.length < 3) throw new RangeError(`The keyword "${keyword}" is shorter than three characters.`);
    this.#mayStart[this.#hash(bytes, 0)] = 1;
    const key = this.#hash(bytes, 0);
    const entries = this.#entries.get(key);
    if (entries === undefined) this.#entries.set(key, [{ keyword, value }]);
    else entries.push({ keyword, value });
  }

  mayStart(bytes: Uint8Array, at: number): boolean {
    return this.#mayStart[this.#hash(bytes, at)] === 1;
  }

  /** Calls back for every keyword that starts at a place where `mayStart` holds; `text` is folded where the index folds. */
  forEachAt(bytes: Uint8Array, at: number, text: string, textAt: number, found: (value: T, length: number) => void): void {
    for (const { keyword, value } of this.#entries.get(this.#hash(bytes, at)) ?? []) {
      if (text.startsWith(keyword, textAt)) found(value, keyword.length);
    }
  }

  #hash(bytes: Uint8Array, at: number): number {
    const fold = this.#foldsCase ? 0x20 : 0;
    return (((bytes[at]! | fold) << 9) ^ ((bytes[at + 1]! | fold) << 5) ^ (bytes[at + 2]! | fold)) & 0xffff;
  }
}
