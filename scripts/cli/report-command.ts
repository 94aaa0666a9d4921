import { type Command, CommanderError } from "commander";

/** A job that was refused or failed for a reason the operator can mend: its message is the one line he reads. */
export class RefusedJob extends Error {
  override name = "RefusedJob";
}

/** Words on the command line that make no sense: its message says which, and what was expected. */
export class WrongUsage extends Error {
  override name = "WrongUsage";
}

/**
 * Runs a command line and sets the exit code: 0 done, 1 refused or failed, 2 wrong usage. Data goes to stdout, words
 * to stderr. A surprise shows its stack with CODEX_PROXY_DEBUG=1.
 */
export async function runReportCommand(program: Command, argv: readonly string[]): Promise<void> {
  // `usage-report | head` closes the pipe early, which is no failure.
  process.stdout.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code === "EPIPE") process.exit(0);
    throw error;
  });
  try {
    for (const command of [program, ...program.commands]) command.exitOverride();
    await program.parseAsync(argv);
  } catch (error) {
    process.exitCode = exitCodeOf(error);
    if (error instanceof CommanderError) return;
    console.error(`error: ${error instanceof Error ? error.message : String(error)}`);
    if (process.env["CODEX_PROXY_DEBUG"] === "1") console.error(error);
  }
}

function exitCodeOf(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
  return error instanceof WrongUsage ? 2 : 1;
}
