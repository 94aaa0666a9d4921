import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { TestContext } from "node:test";
import { temporaryFolder } from "../fakes/temporary-folder.ts";
import { within } from "../fakes/within.ts";
import { type Script, startScript } from "./run-script.ts";

/** `npm start` on a free port, up and listening. */
export interface StartedServer {
  url: URL;
  pid: number;
  script: Script;
  dataDir: string;
  stdout(): string;
  stderr(): string;
}

export async function startedServer(
  t: Pick<TestContext, "after">,
  args: readonly string[],
  options: { env?: NodeJS.ProcessEnv; input?: string; dataDir?: string | false } = {},
): Promise<StartedServer> {
  const folder = temporaryFolder(t);
  const dataDir = options.dataDir === undefined ? join(folder, "data") : options.dataDir;
  const infoFile = join(folder, "server-info.json");
  const dataArgs = dataDir === false ? [] : ["--data-dir", dataDir];
  const script = startScript(
    "start",
    ["--port", "0", "--server-info", infoFile, ...dataArgs, ...args],
    options.env,
  );
  t.after(() => script.kill("SIGKILL"));
  const output = { stdout: "", stderr: "" };
  script.stdout.on("data", (chunk) => (output.stdout += String(chunk)));
  script.stderr.on("data", (chunk) => (output.stderr += String(chunk)));
  script.stdin.on("error", () => {});
  script.stdin.end(options.input ?? "");
  await within(
    "npm start to listen",
    (async () => {
      // The banner comes last: with it everything has been said.
      while (!existsSync(infoFile) || !output.stderr.includes("base_url")) {
        if (script.exitCode !== null) throw new Error(`npm start ended: ${output.stderr}`);
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
    })(),
  );
  const { port, pid } = JSON.parse(readFileSync(infoFile, "utf8")) as { port: number; pid: number };
  return {
    url: new URL(`http://127.0.0.1:${port}`),
    pid,
    script,
    dataDir: String(dataDir),
    stdout: () => output.stdout,
    stderr: () => output.stderr,
  };
}
