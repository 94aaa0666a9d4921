import { giveBack } from "../domain/give-back.ts";

/** Above this a length is believed only when the bytes are there: memory is not set aside on a caller's word. */
const maxReservedBytes = 8 * 1024 * 1024;

/**
 * Puts a body together as it arrives. Where its length was declared, each piece is copied to its place and given back
 * at once: the collector of garbage would come for it much later, and look through the whole heap each time.
 */
export class IncomingBody {
  #reserved: Buffer;
  #pieces: Buffer[] = [];
  #bytes = 0;

  /** @param declaredBytes as `content-length` says; not a number where it says nothing */
  constructor(declaredBytes: number) {
    this.#reserved = Buffer.allocUnsafe(declaredBytes <= maxReservedBytes ? declaredBytes : 0);
  }

  get bytes(): number {
    return this.#bytes;
  }

  /** @param piece nobody else's: its memory may be gone afterwards */
  append(piece: Buffer): void {
    const at = this.#bytes;
    this.#bytes += piece.length;
    if (this.#bytes > this.#reserved.length) {
      this.#pieces.push(piece);
      return;
    }
    this.#reserved.set(piece, at);
    giveBack(piece);
  }

  /** Hands the body over, and keeps nothing of it: a request lives as long as its connection. */
  take(): Buffer {
    const reserved = this.#reserved;
    const pieces = this.#pieces;
    this.#reserved = Buffer.alloc(0);
    this.#pieces = [];
    if (pieces.length === 0) return reserved.subarray(0, this.#bytes);
    const reservedBytes = this.#bytes - pieces.reduce((sum, piece) => sum + piece.length, 0);
    const whole = Buffer.concat([reserved.subarray(0, reservedBytes), ...pieces]);
    for (const piece of pieces) giveBack(piece);
    return whole;
  }
}
