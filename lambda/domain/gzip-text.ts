import { promisify } from "node:util";
import { crc32, gzip, gzipSync } from "node:zlib";
import type { ByteRange } from "./scrub.ts";

const gzipInPool = promisify(gzip);

/**
 * Level 1 takes a fifth of the time of level 6 and leaves a tenth more; the bodies are most of what the proxy's
 * processor time goes into.
 */
const level = 1;

/** Text is compressed in blocks of this size, so that a large one never holds up other exchanges for long. */
const blockLength = 64 * 1024;

/**
 * A member with less text than this is stored as it is: to set up a compressor takes a tenth of a millisecond, and
 * there is a kilobyte to be won.
 */
const minCompressedBytes = 4 * 1024;

/** Deflate, no name, no time, an unknown system; then the mark of a last, stored block. */
const storedHeader = Buffer.from([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 0xff, 0x01]);

/**
 * Gathers text as a series of gzip members, as RFC 1952 §2.2 allows and every reader joins: a large block is compressed
 * in the thread pool, a small rest at once. https://www.rfc-editor.org/rfc/rfc1952#page-5
 */
export class GzipText {
  readonly #members: Buffer[] = [];
  #pending = "";

  add(text: string): this {
    this.#pending += text;
    return this;
  }

  /** Compresses in the thread pool what has come together, where that is a block or more. */
  async compressBlock(): Promise<void> {
    if (this.#pending.length < blockLength) return;
    const block = this.#pending;
    this.#pending = "";
    this.#members.push(await gzipMember(block));
  }

  /** Text that is compressed already. */
  addMember(member: Buffer): void {
    this.#flush();
    this.#members.push(member);
  }

  end(): Buffer {
    this.#flush();
    return this.#members.length === 1 ? this.#members[0]! : Buffer.concat(this.#members);
  }

  #flush(): void {
    if (this.#pending === "") return;
    const text = this.#pending;
    this.#pending = "";
    const bytes = Buffer.byteLength(text);
    // A small window and a small output chunk: what is set up for each call costs more than the compressing itself.
    this.#members.push(
      bytes < minCompressedBytes
        ? storedMember(text, bytes)
        : gzipSync(text, { level, windowBits: 13, memLevel: 6, chunkSize: 4096 }),
    );
  }
}

/** Compresses in the thread pool. */
export function gzipMember(text: string): Promise<Buffer> {
  return gzipInPool(text, { level });
}

/** A gzip member of one block that is not compressed. @param bytes how many the text has, at most 65,535 */
function storedMember(text: string, bytes: number): Buffer {
  const start = storedHeader.length + 4;
  const member = Buffer.allocUnsafe(start + bytes + 8);
  storedHeader.copy(member);
  // The length and its complement: https://www.rfc-editor.org/rfc/rfc1951#page-11
  member.writeUInt16LE(bytes, start - 4);
  member.writeUInt16LE(bytes ^ 0xffff, start - 2);
  member.write(text, start, bytes);
  member.writeUInt32LE(crc32(member.subarray(start, start + bytes)), start + bytes);
  member.writeUInt32LE(bytes, start + bytes + 4);
  return member;
}

/** The parts in which a large text is compressed; no UTF-8 character is cut. */
export function textBlocks(bytes: Buffer): ByteRange[] {
  const blocks: ByteRange[] = [];
  for (let start = 0; start < bytes.length; start = blocks.at(-1)!.end) {
    blocks.push({ start, end: characterBoundary(bytes, start + blockLength) });
  }
  return blocks;
}

/** Text as it stands between the quotes of a JSON string. */
export function escaped(block: Buffer): string {
  return JSON.stringify(block.toString("utf8")).slice(1, -1);
}

/** The first place at or behind `at` where no UTF-8 character is cut. */
function characterBoundary(bytes: Buffer, at: number): number {
  while (at < bytes.length && (bytes[at]! & 0xc0) === 0x80) at++;
  return Math.min(at, bytes.length);
}
