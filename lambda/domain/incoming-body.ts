import { type Block, Body, maxBlockBytes, minBlockBytes } from "./body.ts";
import { giveBack } from "./give-back.ts";
import type { KnownBlocks } from "./known-blocks.ts";

/**
 * Puts a body together as it arrives. A block that is known is let go of as soon as it is whole, while the processor
 * still has it at hand, and its memory takes the next one.
 */
export class IncomingBody {
  readonly #declaredBytes: number;
  readonly #known: KnownBlocks | undefined;
  readonly #blocks: Block[] = [];
  #open: Buffer = Buffer.alloc(0);
  #openBytes = 0;
  #bytes = 0;

  /** @param declaredBytes as `content-length` says, to which HTTP holds the sender; not a number where it says nothing */
  constructor(declaredBytes: number, known?: KnownBlocks) {
    this.#declaredBytes = declaredBytes;
    this.#known = known;
  }

  get bytes(): number {
    return this.#bytes;
  }

  /** Copies the piece, which stays its owner's. */
  append(piece: Buffer): void {
    for (let at = 0; at < piece.length;) {
      if (this.#openBytes === this.#open.length) this.#openNext();
      const copied = piece.copy(this.#open, this.#openBytes, at);
      at += copied;
      this.#openBytes += copied;
      this.#bytes += copied;
    }
  }

  /** Hands the body over, and keeps nothing of it: a request lives as long as its connection. */
  take(): Body {
    const rest = this.#open.subarray(0, this.#openBytes);
    // Memory that was set aside for more is not kept for a few bytes.
    const isFilled = rest.length === this.#open.length;
    const last = this.#find(rest) ?? { bytes: isFilled ? rest : copyOf(rest) };
    if (last.bytes !== rest) giveBack(this.#open);
    this.#open = Buffer.alloc(0);
    this.#openBytes = 0;
    return new Body(last.bytes.length > 0 ? [...this.#blocks.splice(0), last] : this.#blocks.splice(0));
  }

  /** Closes the block that is full, and begins the next with what it has of a character that goes on there. */
  #openNext(): void {
    const full = this.#open;
    const end = wholeCharacters(full);
    const cutOff = Buffer.from(full.subarray(end));
    const missingBytes = this.#declaredBytes - this.#bytes + cutOff.length;
    const nextBytes = missingBytes > cutOff.length ? Math.min(missingBytes, maxBlockBytes) : maxBlockBytes;
    const isFree = end > 0 && this.#close(full.subarray(0, end));
    if (!isFree || full.length !== nextBytes) {
      if (isFree) giveBack(full);
      this.#open = memoryFor(nextBytes);
    }
    this.#openBytes = cutOff.copy(this.#open);
  }

  /** @returns whether the block is known, so that its memory is free again */
  #close(bytes: Buffer): boolean {
    const known = this.#find(bytes);
    this.#blocks.push(known ?? { bytes });
    return known !== undefined;
  }

  #find(bytes: Buffer): Block | undefined {
    return bytes.length < minBlockBytes ? undefined : this.#known?.find(bytes);
  }
}

/** A body that is there already. @param bytes are copied */
export function bodyOf(bytes: Buffer, known?: KnownBlocks): Body {
  const body = new IncomingBody(bytes.length, known);
  body.append(bytes);
  return body.take();
}

function copyOf(bytes: Buffer): Buffer {
  const copy = memoryFor(bytes.length);
  bytes.copy(copy);
  return copy;
}

/** Memory of its own, so that it can be given back, where that is worth while. */
function memoryFor(bytes: number): Buffer {
  return bytes < minBlockBytes ? Buffer.allocUnsafe(bytes) : Buffer.allocUnsafeSlow(bytes);
}

/** How many of these bytes come before a character of UTF-8 that they cut off. https://www.rfc-editor.org/rfc/rfc3629#section-3 */
function wholeCharacters(bytes: Buffer): number {
  const last = bytes.length - 1;
  for (let at = last; at >= 0 && at > last - 3; at--) {
    const byte = bytes[at]!;
    if (byte >= 0xc0) return at + characterBytes(byte) > bytes.length ? at : bytes.length;
    if (byte < 0x80) break;
  }
  return bytes.length;
}

/** How many bytes a character has that begins with this one. */
function characterBytes(first: number): number {
  if (first >= 0xf0) return 4;
  return first >= 0xe0 ? 3 : 2;
}
