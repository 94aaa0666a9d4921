/** The organisation's OpenAI key. */
export interface KeyStore {
  /** @throws where no usable key can be had; the message never holds what was found instead */
  get(): Promise<string>;
  /** OpenAI has rejected this key: the one in use now, which is another if it was rotated meanwhile. */
  renew(rejected: string): Promise<string>;
}

/** What a key looks like; anything else could break out of the header it is put into. */
export const keyShape = /^[A-Za-z0-9_-]+$/;
