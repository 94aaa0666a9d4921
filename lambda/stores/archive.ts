/** Where exchanges are kept: one object each, written whole or not at all. */
export interface Archive {
  /**
   * @param path relative, as `archivePath` makes it; an object that is there already is replaced
   * @param object handed over: once it is written its memory may be gone
   */
  put(path: string, object: Buffer): Promise<void>;
  /**
   * For the record of a beginning, which must never take the place of the whole, however late it comes.
   * @returns false where an object is there already, and stays
   */
  putIfAbsent(path: string, object: Buffer): Promise<boolean>;
}
