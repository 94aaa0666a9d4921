import { renameSync, writeFileSync } from "node:fs";
import { mkdir, rename, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { Archive } from "../archive.ts";

/**
 * An object up to this size goes to the page cache sooner than the thread pool could take it over: half the processor
 * time, for some ten microseconds in which nothing else happens.
 */
const writtenAtOnceBytes = 64 * 1024;

/** The archive's tree below a folder, readable by its owner alone. */
export class FolderArchive implements Archive {
  readonly #root: string;
  readonly #made = new Set<string>();

  constructor(root: string) {
    this.#root = root;
  }

  async put(path: string, object: Buffer): Promise<void> {
    const target = join(this.#root, path);
    const partial = `${target}.partial`;
    await this.#makeFolder(dirname(target));
    try {
      // Written beside and then renamed: a reader, or a full disk, never leaves half an object under its name.
      if (object.length <= writtenAtOnceBytes) {
        writeFileSync(partial, object, { mode: 0o600 });
        renameSync(partial, target);
      } else {
        await writeFile(partial, object, { mode: 0o600 });
        await rename(partial, target);
      }
    } catch (error) {
      this.#made.clear();
      await rm(partial, { force: true });
      throw error;
    }
  }

  async #makeFolder(folder: string): Promise<void> {
    if (this.#made.has(folder)) return;
    await mkdir(folder, { recursive: true, mode: 0o700 });
    this.#made.add(folder);
  }
}
