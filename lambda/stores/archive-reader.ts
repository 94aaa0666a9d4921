/** The archive as reports and audits read it: nothing is ever written through it. */
export interface ArchiveReader {
  /** The paths of all objects below a day's folder (`YYYY-MM-DD`, UTC), whatever they are, page by page. */
  listDay(day: string): AsyncIterable<string[]>;
  /** The first `bytes` of an object; fewer only where there are no more. */
  readStart(path: string, bytes: number): Promise<Buffer>;
  readAll(path: string): Promise<Buffer>;
}
