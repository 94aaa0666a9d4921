/** Reads back what an `Archive` was given. */
export interface ArchiveReader {
  /** The paths of a day's objects (`YYYY-MM-DD`, UTC), page by page; none where the day has none. */
  list(day: string): AsyncIterable<string>;
  get(path: string): Promise<Buffer>;
}

/** The folder of a day's objects in the archive. */
export function dayFolder(day: string): string {
  const [year, month, date] = day.split("-");
  return `logs/year=${year}/month=${month}/day=${date}`;
}
