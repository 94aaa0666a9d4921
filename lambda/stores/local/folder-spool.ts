import { mkdir, readFile, readdir, rename, rm, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { limits } from "../../domain/limits.ts";
import type { Spool } from "../spool.ts";

const partialSuffix = ".partial";

/** One file each, named by its escaped name. How many there are is known without looking, since nearly always there is none. */
export class FolderSpool implements Spool {
  readonly #folder: string;
  #count: number | undefined;

  constructor(folder: string) {
    this.#folder = folder;
  }

  get isEmpty(): boolean {
    return this.#count === 0;
  }

  async add(name: string, bytes: Buffer): Promise<void> {
    await mkdir(this.#folder, { recursive: true, mode: 0o700 });
    if ((await this.#bytes()) + bytes.length > limits.maxSpoolBytes) throw new Error("the spool is full");
    // Beside, then renamed: a process that is killed here must not leave half an object to be sent as a whole one.
    const partial = `${this.#fileOf(name)}${partialSuffix}`;
    await writeFile(partial, bytes, { mode: 0o600 });
    await rename(partial, this.#fileOf(name));
    this.#count = undefined;
  }

  async names(): Promise<readonly string[]> {
    if (this.#count === 0) return [];
    const all = await readdir(this.#folder).catch(() => []);
    const files = all.filter((file) => !file.endsWith(partialSuffix));
    this.#count = files.length;
    // Names begin with the day and hold a UUIDv7, so that they sort by time.
    return files.toSorted().map(decodeURIComponent);
  }

  read(name: string): Promise<Buffer> {
    return readFile(this.#fileOf(name));
  }

  async remove(name: string): Promise<void> {
    if (this.#count === 0) return;
    await rm(this.#fileOf(name), { force: true });
    this.#count = undefined;
  }

  #fileOf(name: string): string {
    return join(this.#folder, encodeURIComponent(name));
  }

  async #bytes(): Promise<number> {
    const files = await readdir(this.#folder);
    // One that is gone by now has been renamed or sent since the folder was read.
    const sizes = await Promise.all(
      files.map((file) =>
        stat(join(this.#folder, file)).then(
          ({ size }) => size,
          () => 0,
        ),
      ),
    );
    return sizes.reduce((sum, size) => sum + size, 0);
  }
}
