const maxCopiedBytes = 4096;
const minOpenBytes = maxCopiedBytes;
const maxOpenBytes = 65_536;

/** What of an answer has come so far. */
export class AnswerBody {
  #pieces: Buffer[] = [];
  /** What small chunks are put together in. */
  #open: Buffer = Buffer.alloc(0);
  #openBytes = 0;
  #bytes = 0;

  get length(): number {
    return this.#bytes;
  }

  /**
   * Keeps the chunk as it is, if it is the first or large, and copies it otherwise: of thousands of small ones, each in
   * memory of its own, the collector of garbage would look after every one for as long as the stream lasts.
   * @param chunk must stay as it is
   */
  append(chunk: Buffer): void {
    if (this.#bytes === 0 || chunk.length > maxCopiedBytes) {
      this.#close();
      this.#pieces.push(chunk);
    } else {
      if (chunk.length > this.#open.length - this.#openBytes) this.#openNext();
      this.#openBytes += chunk.copy(this.#open, this.#openBytes);
    }
    this.#bytes += chunk.length;
  }

  /** All of it, in as many pieces as it is kept in. */
  pieces(): readonly Buffer[] {
    this.#close();
    return this.#pieces;
  }

  /** All of it, as a copy that takes the place of the pieces: a long answer is not kept twice. */
  whole(): Buffer {
    const whole = Buffer.concat(this.pieces());
    this.#pieces = [whole];
    return whole;
  }

  /** As much room again as has been needed so far. */
  #openNext(): void {
    this.#close();
    this.#open = Buffer.allocUnsafeSlow(Math.min(Math.max(minOpenBytes, this.#bytes), maxOpenBytes));
  }

  #close(): void {
    if (this.#openBytes > 0) this.#pieces.push(this.#open.subarray(0, this.#openBytes));
    this.#open = this.#open.subarray(this.#openBytes);
    this.#openBytes = 0;
  }
}
