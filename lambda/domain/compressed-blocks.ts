const samples = 24;

/**
 * Blocks of text that were compressed before. Codex sends the whole conversation again with every turn, so that all but
 * the end of a request's body has been archived a moment ago: to find that out costs a comparison of bytes, a hundredth
 * of compressing them again.
 */
export class CompressedBlocks {
  readonly #maxBytes: number;
  /** By length and a few of their bytes, the longest unused first. */
  readonly #blocks = new Map<number, { raw: Buffer; compressed: Buffer }>();
  #bytes = 0;
  #key: string | undefined;

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  /** What is kept was searched for this key; for another it is worth nothing. */
  searchedFor(key: string): void {
    if (key === this.#key) return;
    this.#key = key;
    this.#blocks.clear();
    this.#bytes = 0;
  }

  find(raw: Buffer): Buffer | undefined {
    const key = keyOf(raw);
    const block = this.#blocks.get(key);
    // The key is only where to look; what stands in the archive must be what was sent.
    if (block === undefined || !block.raw.equals(raw)) return undefined;
    this.#blocks.delete(key);
    this.#blocks.set(key, block);
    return block.compressed;
  }

  /** @param searchedFor the key; another may have taken its place while the block was compressed */
  add(raw: Buffer, compressed: Buffer, searchedFor?: string): void {
    if (searchedFor !== this.#key) return;
    const key = keyOf(raw);
    this.#remove(key);
    // A copy: a part would keep the whole body in memory.
    this.#blocks.set(key, { raw: Buffer.from(raw), compressed });
    this.#bytes += raw.length + compressed.length;
    for (const oldest of this.#blocks.keys()) {
      if (this.#bytes <= this.#maxBytes) break;
      this.#remove(oldest);
    }
  }

  #remove(key: number): void {
    const block = this.#blocks.get(key);
    if (block === undefined) return;
    this.#blocks.delete(key);
    this.#bytes -= block.raw.length + block.compressed.length;
  }
}

/** Of the length and some bytes from all over the block: a tenth of the time of a checksum, and the comparison decides. */
function keyOf(raw: Buffer): number {
  let key = raw.length;
  const step = Math.max(1, Math.floor(raw.length / samples));
  // FNV's step, in 32 bits: http://www.isthe.com/chongo/tech/comp/fnv/
  for (let at = step - 1; at < raw.length; at += step) key = Math.imul(key ^ raw[at]!, 0x01000193);
  return key;
}
