import { type Dirent, closeSync, openSync, readSync } from "node:fs";
import { opendir } from "node:fs/promises";
import { join } from "node:path";
import { archiveDayPath } from "../../domain/exchange-record.ts";
import type { ArchiveReader } from "../archive-reader.ts";

export class FolderArchiveReader implements ArchiveReader {
  readonly #root: string;

  constructor(root: string) {
    this.#root = root;
  }

  async *listDay(day: string): AsyncIterable<string> {
    yield* this.#list(archiveDayPath(day));
  }

  /** Without the thread pool: opening, reading and closing a small piece takes less time than handing it over thrice. */
  async readStart(path: string, bytes: number): Promise<Buffer> {
    const file = openSync(join(this.#root, path), "r");
    try {
      const buffer = Buffer.allocUnsafe(bytes);
      return buffer.subarray(0, readSync(file, buffer, 0, bytes, 0));
    } finally {
      closeSync(file);
    }
  }

  async *#list(folder: string): AsyncIterable<string> {
    for await (const entry of entriesOf(join(this.#root, folder))) {
      const path = `${folder}${entry.name}`;
      if (entry.isDirectory()) yield* this.#list(`${path}/`);
      else yield path;
    }
  }
}

/** A day on which nothing was recorded has no folder. */
async function* entriesOf(folder: string): AsyncIterable<Dirent> {
  try {
    yield* await opendir(folder, { bufferSize: 1_000 });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
  }
}
