import { spawn } from "node:child_process";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { within } from "../fakes/within.ts";
import type { Finished } from "./run-script.ts";

export const setupScript = fileURLToPath(new URL("../../scripts/setup.sh", import.meta.url));

export interface SetupOptions {
  input?: string;
  env?: NodeJS.ProcessEnv;
  /** How the script is run; by default as `bash setup.sh`. */
  shell?: readonly string[];
}

/** Runs setup.sh in a home of its own, without a terminal. */
export async function runSetup(
  home: string,
  args: readonly string[],
  { input = "", env = {}, shell = ["bash", setupScript] }: SetupOptions = {},
): Promise<Finished> {
  const [program, ...before] = shell;
  const child = spawn(program!, [...before, ...args], {
    env: { PATH: process.env["PATH"], HOME: home, SHELL: "/bin/bash", NO_PROXY: "127.0.0.1", ...env },
    stdio: ["pipe", "pipe", "pipe"],
    // Its own session, so that no terminal of the tests can be asked for a token.
    detached: true,
  });
  child.stdin.on("error", () => {});
  child.stdin.end(input);
  const ended = new Promise<number | null>((resolve) => child.on("close", resolve));
  const [code, stdout, stderr] = await within(
    "setup.sh to end",
    Promise.all([ended, text(child.stdout), text(child.stderr)]),
  );
  return { code, stdout, stderr };
}
