/**
 * What has been answered but not yet recorded. Its bodies are in memory: where recording can't keep up, new requests
 * wait rather than fill it.
 */
export class Backlog {
  readonly #maxBytes: number;
  readonly #waiting: (() => void)[] = [];
  #bytes = 0;

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  /** What is being held now. */
  get bytes(): number {
    return this.#bytes;
  }

  /** Resolves when there is room for another exchange. */
  async room(): Promise<void> {
    while (this.#bytes > this.#maxBytes) {
      await new Promise<void>((resolve) => this.#waiting.push(resolve));
    }
  }

  /** Counts bytes for as long as the job takes. */
  async hold<T>(bytes: number, job: () => Promise<T>): Promise<T> {
    this.#bytes += bytes;
    try {
      return await job();
    } finally {
      this.#bytes -= bytes;
      for (const resume of this.#waiting.splice(0)) resume();
    }
  }
}
