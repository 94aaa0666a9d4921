import type { KeyStore } from "./key-store.ts";

/** Where a key is fetched from. */
export interface KeySource {
  get(): Promise<string>;
}

/** A key that is rejected and has not changed is not asked for again by every request that it costs. */
const minRenewMs = 5_000;

/**
 * Keeps the key for a while. When its time is over it is fetched anew; should that fail, the old key goes on being
 * used, because a store that is down for a minute must not stop every developer.
 */
export class CachedKeyStore implements KeyStore {
  readonly #source: KeySource;
  readonly #maxAgeMs: number;
  readonly #now: () => number;
  #key: string | undefined;
  #fetchedAtMs = 0;
  #fetching: Promise<string> | undefined;

  constructor(source: KeySource, options: { maxAgeMs: number; now: () => number }) {
    this.#source = source;
    this.#maxAgeMs = options.maxAgeMs;
    this.#now = options.now;
  }

  async get(): Promise<string> {
    return this.#youngerThan(this.#maxAgeMs);
  }

  async renew(rejected: string): Promise<string> {
    return this.#youngerThan(this.#key === rejected ? minRenewMs : this.#maxAgeMs);
  }

  async #youngerThan(maxAgeMs: number): Promise<string> {
    if (this.#key !== undefined && this.#now() - this.#fetchedAtMs < maxAgeMs) return this.#key;
    // Requests that come in meanwhile wait for the same answer.
    this.#fetching ??= this.#fetch().finally(() => (this.#fetching = undefined));
    return this.#fetching;
  }

  async #fetch(): Promise<string> {
    try {
      this.#key = await this.#source.get();
    } catch (error) {
      if (this.#key === undefined) throw error;
    }
    this.#fetchedAtMs = this.#now();
    return this.#key;
  }
}
