import type { KeyStore } from "../key-store.ts";

/** A key that was handed over at the start, from the environment or standard input. */
export class GivenKeyStore implements KeyStore {
  readonly #key: string;

  constructor(key: string) {
    this.#key = key;
  }

  async get(): Promise<string> {
    return this.#key;
  }

  async renew(): Promise<string> {
    return this.#key;
  }
}
