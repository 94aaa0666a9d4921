import { crc32 } from "node:zlib";

/**
 * Blocks of text that were compressed before. Codex sends the whole conversation again with every turn, so that all but
 * the end of a request's body has been archived a moment ago: to find that out costs a comparison of bytes, a hundredth
 * of compressing them again.
 */
export class CompressedBlocks {
  readonly #maxBytes: number;
  /** By length and CRC-32, the longest unused first. */
  readonly #blocks = new Map<string, { raw: Buffer; compressed: Buffer }>();
  #bytes = 0;

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  find(raw: Buffer): Buffer | undefined {
    const key = keyOf(raw);
    const block = this.#blocks.get(key);
    // A CRC can be forged; what stands in the archive must be what was sent.
    if (block === undefined || !block.raw.equals(raw)) return undefined;
    this.#blocks.delete(key);
    this.#blocks.set(key, block);
    return block.compressed;
  }

  add(raw: Buffer, compressed: Buffer): void {
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

  #remove(key: string): void {
    const block = this.#blocks.get(key);
    if (block === undefined) return;
    this.#blocks.delete(key);
    this.#bytes -= block.raw.length + block.compressed.length;
  }
}

function keyOf(raw: Buffer): string {
  return `${raw.length}:${crc32(raw)}`;
}
