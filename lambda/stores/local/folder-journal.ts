import { randomUUID } from "node:crypto";
import {
  closeSync,
  openSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  writeFileSync,
  writeSync,
} from "node:fs";
import { join } from "node:path";
import type { BegunExchange, ExchangeJournal, LeftJournal } from "../exchange-journal.ts";
import { makePrivateFolder } from "./private-folder.ts";

/** Beginnings after which the file is written anew, with what is still open: some 3 MB of them. */
const maxBeginnings = 10_000;

/**
 * A file for each process, to which a line is added when an exchange begins: one write to the page cache, which outlives
 * a SIGKILL, of two microseconds. Ends are noted with the next beginning. A machine that loses its power may lose the
 * last lines: to wait for the disk would cost each developer milliseconds.
 */
export class FolderJournal implements ExchangeJournal {
  readonly #path: string;
  readonly #maxBeginnings: number;
  #file: number;
  #beginnings = 0;
  /** The lines of what is under way. */
  readonly #open = new Map<string, string>();
  #ended = "";

  /** @throws ConfigError where the folder can't be written */
  static open(folder: string, limit = maxBeginnings): { journal: FolderJournal; left: LeftJournal[] } {
    makePrivateFolder(folder);
    // Before this process has a file of its own: in a container, one that died had the same number.
    const left = readdirSync(folder).flatMap((name) => leftIn(folder, name));
    return {
      journal: new FolderJournal(join(folder, `${process.pid}-${randomUUID()}.journal`), limit),
      left,
    };
  }

  private constructor(path: string, limit: number) {
    this.#path = path;
    this.#maxBeginnings = limit;
    this.#file = openSync(path, "a", 0o600);
  }

  begin(exchange: BegunExchange): void {
    // The line end comes first: it ends a line of which a full disk took only the half.
    const line = `\n+${JSON.stringify(exchange)}`;
    this.#open.set(exchange.id, line);
    if (++this.#beginnings > this.#maxBeginnings) this.#startAnew();
    else this.#append(this.#ended + line);
    this.#ended = "";
  }

  end(id: string): void {
    // One that never began, such as a refused one, has nothing to be ended.
    if (!this.#open.delete(id)) return;
    this.#ended += `\n-${id}`;
    if (this.#open.size > 0) return;
    this.#append(this.#ended);
    this.#ended = "";
  }

  #append(lines: string): void {
    try {
      writeSync(this.#file, lines);
    } catch {
      // The disk is full. The exchange goes on, and its record, which finds no room either, says so.
    }
  }

  #startAnew(): void {
    const partial = `${this.#path}.partial`;
    try {
      writeFileSync(partial, [...this.#open.values()].join(""), { mode: 0o600 });
      renameSync(partial, this.#path);
      closeSync(this.#file);
      this.#file = openSync(this.#path, "a", 0o600);
      this.#beginnings = 0;
    } catch {
      // As above; tried again with the next.
    }
  }
}

function leftIn(folder: string, name: string): LeftJournal[] {
  const pid = Number(/^(\d+)-.*\.journal$/.exec(name)?.[1]);
  if (Number.isNaN(pid) || (pid !== process.pid && isAlive(pid))) return [];
  const path = join(folder, name);
  return [{ exchanges: openIn(readFileSync(path, "utf8")), remove: () => rmSync(path, { force: true }) }];
}

function openIn(text: string): BegunExchange[] {
  const open = new Map<string, BegunExchange>();
  for (const line of text.split("\n")) {
    if (line.startsWith("-")) open.delete(line.slice(1));
    const begun = line.startsWith("+") ? begunIn(line.slice(1)) : undefined;
    if (begun !== undefined) open.set(begun.id, begun);
  }
  return [...open.values()];
}

function begunIn(json: string): BegunExchange | undefined {
  try {
    return JSON.parse(json) as BegunExchange;
  } catch {
    // Half a line.
    return undefined;
  }
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    // Somebody else's process.
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}
