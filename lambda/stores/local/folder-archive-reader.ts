import { opendir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { type ArchiveReader, dayFolder } from "../archive-reader.ts";

export class FolderArchiveReader implements ArchiveReader {
  readonly #root: string;

  constructor(root: string) {
    this.#root = root;
  }

  async *list(day: string): AsyncIterable<string> {
    const folder = dayFolder(day);
    for await (const token of entriesOf(join(this.#root, folder))) {
      for await (const object of entriesOf(join(this.#root, folder, token))) {
        if (object.endsWith(".json.gz")) yield `${folder}/${token}/${object}`;
      }
    }
  }

  async get(path: string): Promise<Buffer> {
    return readFile(join(this.#root, path));
  }
}

/** The names in a folder, one by one: a day may have more than fit in memory. A folder that isn't there is empty. */
async function* entriesOf(folder: string): AsyncIterable<string> {
  try {
    for await (const { name } of await opendir(folder)) yield name;
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "ENOENT")) throw error;
  }
}
