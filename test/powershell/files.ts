import { Buffer } from "node:buffer";
import { posix, win32 } from "node:path";
import { exceptionOf, Thrown } from "./thrown.ts";

export interface StoredFile {
  bytes: Buffer;
  /** Who may do what, where the file does not inherit that from its folder. */
  access?: readonly string[];
}

/** The files of a computer that is not there. */
export class Files {
  readonly separator: "/" | "\\";
  readonly #files = new Map<string, StoredFile>();
  /** Folders in which nothing can be written. */
  readonly readOnly = new Set<string>();
  /** Folders that the script may take for a file. */
  readonly folders = new Set<string>();
  /** Files that another program has open. */
  readonly locked = new Set<string>();

  constructor(separator: "/" | "\\") {
    this.separator = separator;
  }
  get paths(): string[] {
    return [...this.#files.keys()].sort();
  }
  has(path: string): boolean {
    return this.hasFile(path) || this.folders.has(path);
  }
  hasFile(path: string): boolean {
    return this.#files.has(this.#normal(path));
  }
  read(path: string): StoredFile {
    if (this.folders.has(path)) throw denied(path);
    const file = this.#files.get(this.#normal(path));
    if (file === undefined)
      throw ioError("System.IO.FileNotFoundException", `Could not find file '${path}'.`);
    return file;
  }
  write(path: string, content: string | Buffer): void {
    if (this.readOnly.has(this.folderOf(path))) throw denied(path);
    if (this.locked.has(path))
      throw ioError("System.IO.IOException", `'${path}' is being used by another process.`);
    const name = this.#normal(path);
    this.#files.set(name, { ...this.#files.get(name), bytes: Buffer.from(content) });
  }
  move(from: string, to: string): void {
    const file = this.read(from);
    this.write(to, file.bytes);
    this.#files.set(this.#normal(to), file);
    this.#files.delete(this.#normal(from));
  }
  remove(path: string): void {
    this.read(path);
    this.#files.delete(this.#normal(path));
  }
  restrict(path: string, access: readonly string[]): void {
    this.read(path).access = access;
  }
  folderOf(path: string): string {
    return path.slice(0, path.lastIndexOf(this.separator));
  }
  #normal(path: string): string {
    return (this.separator === "/" ? posix : win32).normalize(path);
  }
}

function denied(path: string): Thrown {
  return new Thrown(
    exceptionOf(
      ["System.UnauthorizedAccessException", "System.SystemException"],
      `Access to '${path}' is denied.`,
    ),
  );
}

export function ioError(type: string, message: string): Thrown {
  return new Thrown(exceptionOf([type, "System.IO.IOException", "System.SystemException"], message));
}
