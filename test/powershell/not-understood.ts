import type { Syntax } from "./syntax.ts";

/** PowerShell that the tests' interpreter does not know: it never skips what it can't follow. */
export class NotUnderstood extends Error {
  constructor(what: string | Syntax) {
    super(
      typeof what === "string"
        ? `not understood: ${what}`
        : `not understood in line ${what.line}: ${what.text} (${what.type})`,
    );
  }
}
