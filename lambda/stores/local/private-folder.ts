import { accessSync, constants, mkdirSync } from "node:fs";
import { ConfigError } from "../../domain/config-error.ts";

/**
 * Makes a folder that only its owner can read, with those above it.
 * @throws ConfigError with one sentence that names the folder, where it can't be made or written
 */
export function makePrivateFolder(path: string): void {
  try {
    mkdirSync(path, { recursive: true, mode: 0o700 });
    accessSync(path, constants.W_OK);
  } catch (cause) {
    const reason = cause instanceof Error && "code" in cause ? String(cause.code) : "unknown";
    // Which flag names it differs from command to command.
    throw new ConfigError(
      `the data directory ${path} can't be written (${reason}); mend that, or choose another`,
      { cause },
    );
  }
}
