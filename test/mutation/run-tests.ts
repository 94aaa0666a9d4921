import { spawn } from "node:child_process";
import { once } from "node:events";

export interface TestRun {
  /** After this they count as failed: a test that waits for ever has noticed something. */
  maxMs: number;
  /** `FILE#NUMBER`: one small change of one file. */
  mutant?: string;
}

/** Whether all of them pass; ends with the first that fails, which for most mutants comes soon. */
export async function runTests(files: readonly string[], { maxMs, mutant }: TestRun): Promise<boolean> {
  const preload = mutant === undefined ? [] : ["--import", "./test/mutation/put-mutant.ts"];
  const tests = spawn(
    process.execPath,
    [...preload, "--test", "--test-isolation=none", "--test-reporter=tap", ...files],
    { env: { ...process.env, MUTANT: mutant }, stdio: ["ignore", "pipe", "ignore"] },
  );
  const end = (): void => void tests.kill("SIGKILL");
  const timer = setTimeout(end, maxMs);
  let rest = "";
  tests.stdout.on("data", (chunk) => {
    rest += String(chunk);
    if (/^ *not ok /m.test(rest)) end();
    rest = rest.slice(rest.lastIndexOf("\n") + 1);
  });
  const [code] = (await once(tests, "exit")) as [number | null];
  clearTimeout(timer);
  return code === 0;
}
