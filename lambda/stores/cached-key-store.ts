import type { KeyStore } from "./key-store.ts";

/**
 * Keeps the key for a while. When its time is over it is fetched anew; should that fail, the old key goes on being
 * used, because a store that is down for a minute must not stop every developer.
 */
export class CachedKeyStore implements KeyStore {
  readonly #store: KeyStore;
  readonly #maxAgeMs: number;
  readonly #now: () => number;
  #key: string | undefined;
  #fetchedAtMs = 0;
  #fetching: Promise<string> | undefined;

  constructor(store: KeyStore, options: { maxAgeMs: number; now: () => number }) {
    this.#store = store;
    this.#maxAgeMs = options.maxAgeMs;
    this.#now = options.now;
  }

  async get(): Promise<string> {
    if (this.#key !== undefined && this.#now() - this.#fetchedAtMs < this.#maxAgeMs) return this.#key;
    // Requests that come in meanwhile wait for the same answer.
    this.#fetching ??= this.#fetch().finally(() => (this.#fetching = undefined));
    return this.#fetching;
  }

  async #fetch(): Promise<string> {
    try {
      this.#key = await this.#store.get();
    } catch (error) {
      if (this.#key === undefined) throw error;
    }
    this.#fetchedAtMs = this.#now();
    return this.#key;
  }
}
