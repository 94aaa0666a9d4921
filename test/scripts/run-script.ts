import { type ChildProcessByStdio, spawn } from "node:child_process";
import { resolve } from "node:path";
import type { Readable, Writable } from "node:stream";
import { text } from "node:stream/consumers";
import { within } from "../fakes/within.ts";

export interface Finished {
  code: number | null;
  stdout: string;
  stderr: string;
}

export type Script = ChildProcessByStdio<Writable, Readable, Readable>;

/** Starts an operator command as npm would, with an environment of its own. */
export function startScript(
  name: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv = {},
  cwd = process.cwd(),
): Script {
  const { PATH, HOME } = process.env;
  return spawn(process.execPath, [resolve(`scripts/${name}.ts`), ...args], {
    cwd,
    env: { PATH, HOME, ...env },
    stdio: ["pipe", "pipe", "pipe"],
  });
}

/** Runs one to its end. */
export async function runScript(
  name: string,
  args: readonly string[],
  options: { env?: NodeJS.ProcessEnv; cwd?: string; input?: string; patienceMs?: number } = {},
): Promise<Finished> {
  const script = startScript(name, args, options.env, options.cwd);
  script.stdin.on("error", () => {});
  script.stdin.end(options.input ?? "");
  return finished(script, options.patienceMs);
}

export async function finished(script: Script, patienceMs?: number): Promise<Finished> {
  const ended = new Promise<number | null>((resolve) => script.on("close", resolve));
  const [code, stdout, stderr] = await within(
    "a command to end",
    Promise.all([ended, text(script.stdout), text(script.stderr)]),
    patienceMs,
  );
  return { code, stdout, stderr };
}
