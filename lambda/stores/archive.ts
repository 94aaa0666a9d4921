/** Where exchanges are kept: one object each, written whole or not at all. */
export interface Archive {
  /** @param path relative, as `archivePath` makes it; an object that is there already is replaced */
  put(path: string, object: Buffer): Promise<void>;
}
