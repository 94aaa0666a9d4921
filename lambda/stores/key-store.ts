/** The organisation's OpenAI key. */
export interface KeyStore {
  /** @throws where no usable key can be had; the message never holds what was found instead */
  get(): Promise<string>;
}

/** What a key looks like; anything else could break out of the header it is put into. */
export const keyShape = /^[A-Za-z0-9_-]+$/;
