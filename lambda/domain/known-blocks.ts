import { type Block, heldBytes } from "./body.ts";

const samples = 24;

/**
 * Blocks of bodies that have been archived. Codex sends the whole conversation again with every turn: to find out what
 * of it was there before costs a comparison of bytes, a hundredth of searching and compressing it again.
 */
export class KnownBlocks {
  readonly #maxBytes: number;
  /** By length and a few of their bytes, the longest unused first. */
  readonly #kept = new Map<number, { block: Block; bytes: number }>();
  #bytes = 0;

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  find(bytes: Buffer): Block | undefined {
    const key = keyOf(bytes);
    const kept = this.#kept.get(key);
    // The key is only where to look; what stands in the archive must be what was sent.
    if (kept === undefined || !kept.block.bytes.equals(bytes)) return undefined;
    this.#kept.delete(key);
    this.#kept.set(key, kept);
    return kept.block;
  }

  /** @param archived as the block stands in the archive; from now on other bodies may hold it */
  add(block: Block, { member, searchedFor }: NonNullable<Block["archived"]>): void {
    const key = keyOf(block.bytes);
    this.#remove(key);
    block.archived = { member: inMemoryOfItsOwn(member), searchedFor };
    block.isKnown = true;
    const bytes = heldBytes(block);
    this.#kept.set(key, { block, bytes });
    this.#bytes += bytes;
    for (const oldest of this.#kept.keys()) {
      if (this.#bytes <= this.#maxBytes) break;
      this.#remove(oldest);
    }
  }

  #remove(key: number): void {
    const kept = this.#kept.get(key);
    if (kept === undefined) return;
    this.#kept.delete(key);
    this.#bytes -= kept.bytes;
    kept.block.isKnown = false;
  }
}

/** What the compressor gives may lie in 64 KB that Node shares out, all of which a few bytes would keep. */
function inMemoryOfItsOwn(bytes: Buffer): Buffer {
  const own = Buffer.allocUnsafeSlow(bytes.length);
  bytes.copy(own);
  return own;
}

/** Of the length and some bytes from all over the block: a tenth of the time of a checksum, and the comparison decides. */
function keyOf(bytes: Buffer): number {
  let key = bytes.length;
  // Odd, or each sample would stand in the same column of a table whose lines have an even length.
  const step = Math.floor(bytes.length / samples) | 1;
  // FNV's step, in 32 bits: http://www.isthe.com/chongo/tech/comp/fnv/
  for (let at = step - 1; at < bytes.length; at += step) key = Math.imul(key ^ bytes[at]!, 0x01000193);
  return key;
}
