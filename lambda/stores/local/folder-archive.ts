import { existsSync, renameSync, writeFileSync } from "node:fs";
import { mkdir, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { giveBack } from "../../domain/give-back.ts";
import type { Archive } from "../archive.ts";

/**
 * An object up to this size goes to the page cache sooner than the thread pool could take it over: half the processor
 * time, for at most some fifty microseconds in which nothing else happens.
 */
const writtenAtOnceBytes = 256 * 1024;

/** The archive's tree below a folder, readable by its owner alone. */
export class FolderArchive implements Archive {
  readonly #root: string;
  readonly #made = new Set<string>();

  constructor(root: string) {
    this.#root = root;
  }

  async put(path: string, object: Buffer): Promise<void> {
    await this.#write(path, object);
    giveBack(object);
  }

  async #write(path: string, object: Buffer): Promise<void> {
    const target = join(this.#root, path);
    const partial = `${target}.partial`;
    await this.#makeFolder(dirname(target));
    try {
      // Written beside and then renamed: a reader, or a full disk, never leaves half an object under its name.
      if (object.length <= writtenAtOnceBytes) writeFileSync(partial, object, { mode: 0o600 });
      else await writeFile(partial, object, { mode: 0o600 });
      renameSync(partial, target);
    } catch (error) {
      this.#made.clear();
      await rm(partial, { force: true });
      throw error;
    }
  }

  async putIfAbsent(path: string, object: Buffer): Promise<boolean> {
    const target = join(this.#root, path);
    if (existsSync(target)) return false;
    // Under a name of its own first: the whole may be on its way at the same time.
    const begun = `${path}.begun.partial`;
    await this.#write(begun, object);
    // Looked and renamed in one go, as the whole is: nothing of this process comes in between.
    if (!existsSync(target)) {
      renameSync(join(this.#root, begun), target);
      giveBack(object);
      return true;
    }
    await rm(join(this.#root, begun), { force: true });
    return false;
  }

  async #makeFolder(folder: string): Promise<void> {
    if (this.#made.has(folder)) return;
    await mkdir(folder, { recursive: true, mode: 0o700 });
    this.#made.add(folder);
  }
}
