import { type Command, CommanderError } from "commander";
import { ConfigError } from "../../lambda/domain/config-error.ts";
import { describeError } from "../../lambda/domain/refusal.ts";
import { awsSentence } from "./aws-sentence.ts";

/** A job that was refused or failed for a reason the user can do something about; the message is one sentence that says what. */
export class JobError extends Error {
  override name = "JobError";
}

/** Wrong usage that commander can't see by itself. */
export class UsageError extends Error {
  override name = "UsageError";
}

/**
 * Runs a command line and sets the exit code: 0 done, 1 refused or failed with one line on stderr, 2 wrong usage.
 * A stack trace is never shown.
 */
export async function runCommand(program: Command, argv: readonly string[] = process.argv): Promise<void> {
  // A reader that has seen enough, such as `head`, closes the pipe, which is no failure.
  process.stdout.on("error", (error: NodeJS.ErrnoException) => process.exit(error.code === "EPIPE" ? 0 : 1));
  let running = program;
  program.hook("preAction", (_, command) => void (running = command));
  try {
    await eachCommand(program, (command) => command.exitOverride()).parseAsync(argv);
  } catch (error) {
    process.exitCode = exitCodeOf(error);
    if (!(error instanceof CommanderError))
      process.stderr.write(`${program.name()}: ${sentenceOf(error, flagsOf(running))}\n`);
  }
}

export function flagsOf({ options }: Command): string[] {
  return options.flatMap(({ long }) => long ?? []);
}

function exitCodeOf(error: unknown): number {
  if (error instanceof UsageError) return 2;
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
  return 1;
}

function sentenceOf(error: unknown, flags: readonly string[]): string {
  const isExpected = error instanceof JobError || error instanceof UsageError || error instanceof ConfigError;
  if (isExpected) return error.message;
  return (error instanceof Error ? awsSentence(error, flags) : undefined) ?? describeError(error);
}

function eachCommand(command: Command, change: (command: Command) => void): Command {
  change(command);
  for (const child of command.commands) eachCommand(child, change);
  return command;
}
