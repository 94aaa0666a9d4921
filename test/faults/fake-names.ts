import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** What a name service does: there is no such name, it can't be asked now, or it never answers, as a dead address does not. */
export type NameFailure = "ENOTFOUND" | "EAI_AGAIN" | "never connects";

/** Names in the process under test, which fake-lookup.ts resolves there: each is this machine, until it is told otherwise. */
export class FakeNames {
  readonly #folder: string;

  constructor(folder: string) {
    this.#folder = folder;
  }

  /** For the process whose names these are. */
  get env(): Record<string, string> {
    const lookup = new URL("fake-lookup.ts", import.meta.url).href;
    return { FAKE_NAMES: this.#folder, NODE_OPTIONS: `--import=${lookup}` };
  }

  fail(name: string, failure: NameFailure, times: number): void {
    writeFileSync(join(this.#folder, name), `${failure}\n${times}`);
    rmSync(this.#strikesOf(name), { force: true });
  }

  clear(name: string): void {
    rmSync(join(this.#folder, name), { force: true });
  }

  /** How often it was looked up in vain since it began to fail. */
  strikes(name: string): number {
    const file = this.#strikesOf(name);
    return existsSync(file) ? readFileSync(file).length : 0;
  }

  #strikesOf(name: string): string {
    return join(this.#folder, `${name}.strikes`);
  }
}
