import { type ArchiveStart, readArchiveStart } from "../../lambda/domain/archive-start.ts";
import type { ArchiveReader } from "../../lambda/stores/archive-reader.ts";

export type ArchivedExchange = Extract<ArchiveStart, { kind: "exchange" }>;

export interface ArchiveTaker {
  exchange: (exchange: ArchivedExchange) => void;
  /** An object that is no exchange, or only a piece of one; with `exchange` where its counts are there all the same. */
  foreign: (path: string, why: string) => void;
  /** Which objects to read at all; absent: every one. */
  wants?: (path: string) => boolean;
  /** Told now and then how many objects have been read. */
  progress?: (objects: number) => void;
}

/** Enough to hide the way to S3 and back; more only waits there. */
const objectsAtOnce = 64;

/** The summary and Codex's headers take some two and a half kilobytes, and are not compressed. */
const firstBytes = 4_096;

/** Reads the start of every object of some days. What is held at any time is one page
 * of paths and the objects being read, never a day of them. */
export async function readArchiveDays(
  reader: ArchiveReader,
  utcDays: readonly string[],
  take: ArchiveTaker,
): Promise<void> {
  let objects = 0;
  const readOne = async (path: string): Promise<void> => {
    const start = await readExchange(reader, path);
    if (start.kind === "exchange") take.exchange(start);
    else take.foreign(path, start.why);
    if (start.kind === "exchange" && start.isTorn)
      take.foreign(path, "half-written, but its counts are there");
    if (++objects % 1_000 === 0) take.progress?.(objects);
  };
  for (const day of utcDays) {
    for await (const page of reader.listDay(day)) {
      await forEachAtOnce(take.wants === undefined ? page : page.filter(take.wants), readOne);
    }
  }
}

async function forEachAtOnce(paths: readonly string[], job: (path: string) => Promise<void>): Promise<void> {
  const remaining = paths.values();
  const worker = async (): Promise<void> => {
    for (const path of remaining) await job(path);
  };
  await Promise.all(Array.from({ length: Math.min(objectsAtOnce, paths.length) }, worker));
}

/** Reads on where the first bytes don't reach, which is the case for one with dozens of findings or very long headers. */
async function readExchange(
  reader: ArchiveReader,
  path: string,
): Promise<Exclude<ArchiveStart, { kind: "cut" }>> {
  if (path.endsWith(".partial")) return { kind: "foreign", why: "half-written" };
  if (!path.endsWith(".json.gz")) return { kind: "foreign", why: "not an archive object" };
  for (let bytes = firstBytes; ; bytes *= 8) {
    const start = await reader.readStart(path, bytes);
    const exchange = readArchiveStart(path, start, start.length < bytes);
    if (exchange.kind !== "cut") return exchange;
  }
}
