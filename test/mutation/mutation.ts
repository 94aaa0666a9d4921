import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { explained } from "./explained.ts";
import { mutantsOf } from "./mutants.ts";

/** `npm run mutation [-- FILE]`: does a test fail when a security rule is changed? Prints the score and who survived. */
const errors = "test/proxy/errors.test.ts";
const fuzz = "test/fuzz/fuzz.test.ts";
const hosts = ["test/hosts/node-server.test.ts", "test/hosts/slow-and-many.test.ts"];
const testsOf: Record<string, readonly string[]> = {
  "lambda/domain/headers.ts": ["test/domain/headers.test.ts", fuzz],
  "lambda/domain/routes.ts": ["test/domain/routes.test.ts"],
  "lambda/domain/proxy-token.ts": ["test/domain/proxy-token.test.ts", fuzz],
  "lambda/domain/scrub.ts": ["test/domain/scrub.test.ts", fuzz, "test/proxy/canary.test.ts"],
  "lambda/domain/refusal.ts": ["test/domain/refusal.test.ts", errors],
  "lambda/steps/authenticate.ts": [
    "test/steps/authenticate.test.ts",
    errors,
    "test/hosts/slow-and-many.test.ts",
  ],
  "lambda/steps/admit.ts": [errors],
  "lambda/steps/inspect.ts": [errors, "test/proxy/secrets.test.ts", "test/hosts/slow-and-many.test.ts"],
  "lambda/steps/forward.ts": [
    errors,
    "test/steps/forward.test.ts",
    "test/proxy/key-rotation.test.ts",
    "test/proxy/canary.test.ts",
  ],
  "lambda/hosts/node-server.ts": [...hosts, errors, "test/proxy/caller-who-leaves.test.ts"],
};

const chosen = Object.keys(testsOf).filter((file) => file.includes(process.argv[2] ?? ""));
const todo = chosen.flatMap((file) =>
  mutantsOf(readFileSync(file, "utf8")).map(({ line, change }, number) => ({ file, line, change, number })),
);
const survivors: string[] = [];
const worker = async (): Promise<void> => {
  for (let mutant = todo.pop(); mutant !== undefined; mutant = todo.pop()) {
    const { file, line, change, number } = mutant;
    if (await isKilled(file, number)) continue;
    if (explained.has(`${file}: ${change}`)) continue;
    survivors.push(`${file}:${line}  ${change}`);
    console.log(survivors.at(-1));
  }
};
const total = todo.length;
await Promise.all([worker(), worker()]);
const score = (100 * (total - survivors.length)) / total;
console.log(`${total} mutants, ${survivors.length} survivors without a reason: ${score.toFixed(1)} %`);
process.exitCode = score >= 90 ? 0 : 1;

/** A test that fails, a program that can't be read, or one that never ends. */
async function isKilled(file: string, number: number): Promise<boolean> {
  const tests = spawn(
    process.execPath,
    ["--import", "./test/mutation/put-mutant.ts", "--test", "--test-isolation=none", ...testsOf[file]!],
    { env: { ...process.env, MUTANT: `${file}#${number}` }, stdio: "ignore" },
  );
  const timer = setTimeout(() => tests.kill("SIGKILL"), 10_000);
  const [code] = (await once(tests, "exit")) as [number | null];
  clearTimeout(timer);
  return code !== 0;
}
