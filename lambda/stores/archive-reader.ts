/** The archive as reports read it: nothing is ever written through it. */
export interface ArchiveReader {
  /** The path of every object below a day's folder (`YYYY-MM-DD`, UTC), whatever it is, listed page by page. */
  listDay(day: string): AsyncIterable<string>;
  /** The first `bytes` of an object; fewer only where there are no more. */
  readStart(path: string, bytes: number): Promise<Buffer>;
}
