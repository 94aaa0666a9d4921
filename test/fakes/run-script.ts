import { spawn } from "node:child_process";
import { text } from "node:stream/consumers";

export interface ScriptResult {
  code: number | null;
  stdout: string;
  stderr: string;
}

/** Runs one of `scripts/` as an operator does, and waits for its end. */
export async function runScript(
  name: string,
  args: readonly string[],
  options: { env?: NodeJS.ProcessEnv; input?: string } = {},
): Promise<ScriptResult> {
  const child = spawn(process.execPath, [`scripts/${name}.ts`, ...args], {
    env: { ...process.env, NO_COLOR: "1", ...options.env },
  });
  const exit = new Promise<number | null>((resolve) => child.once("close", resolve));
  child.stdin.end(options.input ?? "");
  const [stdout, stderr, code] = await Promise.all([text(child.stdout), text(child.stderr), exit]);
  return { code, stdout, stderr };
}
