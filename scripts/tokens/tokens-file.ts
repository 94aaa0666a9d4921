import { closeSync, openSync, writeSync } from "node:fs";
import { stringify } from "csv-stringify/sync";
import { JobError } from "../cli/run-command.ts";

/** The end of the names that .gitignore covers. */
export const tokensFileEnding = ".tokens.csv";

interface TokenLine {
  user: string;
  token_id: string;
  token: string;
}

/** The one place where many tokens stand in clear text: a new file that only its owner can read. */
export class TokensFile {
  readonly path: string;
  readonly #file: number;

  /** `people.tokens.csv`, or the first of `people.2.tokens.csv` and so on that is not there yet. */
  static create(base: string): TokensFile {
    for (let count = 1; ; count++) {
      const path = `${base}${count === 1 ? "" : `.${count}`}${tokensFileEnding}`;
      try {
        return new TokensFile(path, openSync(path, "wx", 0o600));
      } catch (error) {
        const { code } = error as NodeJS.ErrnoException;
        if (code !== "EEXIST")
          throw new JobError(`${path} can't be written (${code}); choose another with --out`);
      }
    }
  }

  private constructor(path: string, file: number) {
    this.path = path;
    this.#file = file;
    writeSync(file, "user,token_id,token\n");
  }

  add(lines: readonly TokenLine[]): void {
    writeSync(
      this.#file,
      stringify([...lines], { columns: ["user", "token_id", "token"], escape_formulas: true }),
    );
  }

  close(): void {
    closeSync(this.#file);
  }
}
