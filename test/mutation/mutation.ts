import { readFileSync } from "node:fs";
import { explained } from "./explained.ts";
import { type Mutant, mutantsOf } from "./mutants.ts";
import { runTests } from "./run-tests.ts";

/** `npm run mutation [-- FILE]`: does a test fail when a security rule is changed? Prints the score and who survived. */
const errors = "test/proxy/errors.test.ts";
const fuzz = "test/fuzz/fuzz.test.ts";
const hosts = ["server-alone", "node-server", "slow-and-many"].map((name) => `test/hosts/${name}.test.ts`);
const testsOf: Record<string, readonly string[]> = {
  "lambda/domain/headers.ts": ["test/domain/headers.test.ts", fuzz],
  "lambda/domain/routes.ts": ["test/domain/routes.test.ts"],
  "lambda/domain/proxy-token.ts": ["test/domain/proxy-token.test.ts", fuzz],
  "lambda/domain/scrub.ts": [
    "test/domain/scrub.test.ts",
    "test/domain/archive-object.test.ts",
    fuzz,
    "test/proxy/canary.test.ts",
  ],
  "lambda/domain/known-body.ts": ["test/domain/archive-object.test.ts"],
  "lambda/domain/known-blocks.ts": ["test/domain/known-blocks.test.ts", "test/domain/archive-object.test.ts"],
  "lambda/domain/body.ts": [
    "test/domain/body.test.ts",
    "test/domain/known-blocks.test.ts",
    "test/proxy/body-memory.test.ts",
  ],
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
    "test/proxy/body-memory.test.ts",
  ],
  "lambda/steps/upstream-client.ts": [
    "test/steps/upstream-client.test.ts",
    "test/steps/upstream-caller-who-leaves.test.ts",
    "test/hosts/request-smuggling.test.ts",
    "test/proxy/early-answer.test.ts",
    errors,
  ],
  "lambda/domain/answer-body.ts": ["test/domain/answer-body.test.ts"],
  "lambda/domain/give-back.ts": ["test/domain/give-back.test.ts"],
  "lambda/domain/incoming-body.ts": ["test/domain/incoming-body.test.ts", "test/hosts/server-alone.test.ts"],
  "lambda/hosts/node-server.ts": [
    ...hosts,
    errors,
    "test/proxy/caller-who-leaves.test.ts",
    "test/faults/vanished-caller.test.ts",
  ],
};

/** The time of the tests as they are, and this many times that: on a busy machine a mutant must not die of slowness. */
const patience = 3;

const chosen = Object.keys(testsOf).filter((file) => file.includes(process.argv[2] ?? ""));
const sum = { mutants: 0, survivors: 0, explained: 0 };
console.log("| file | mutants | killed | the same in effect | survived |\n| --- | --- | --- | --- | --- |");
for (const file of chosen) {
  const startedMs = performance.now();
  // Tests that fail without a mutant would kill every one of them.
  if (!(await runTests(testsOf[file]!, { maxMs: 120_000 })))
    throw new Error(`the tests of ${file} fail as it is`);
  const maxMs = 5_000 + patience * (performance.now() - startedMs);

  const mutants = mutantsOf(readFileSync(file, "utf8"));
  const alive: Mutant[] = [];
  for (const [number, mutant] of mutants.entries()) {
    if (await runTests(testsOf[file]!, { maxMs, mutant: `${file}#${number}` })) alive.push(mutant);
  }
  const survivors = alive.filter(({ text, change }) => !explained.has(`${file}: ${change} in: ${text}`));
  const same = alive.length - survivors.length;
  console.log(
    `| ${file} | ${mutants.length} | ${mutants.length - alive.length} | ${same} | ${survivors.length} |`,
  );
  for (const { line, change, text } of survivors) console.error(`${file}:${line}: ${change} in: ${text}`);
  sum.mutants += mutants.length;
  sum.explained += same;
  sum.survivors += survivors.length;
}
const killed = sum.mutants - sum.explained - sum.survivors;
const score = (100 * killed) / sum.mutants;
console.log(`| all | ${sum.mutants} | ${killed} | ${sum.explained} | ${sum.survivors} |`);
console.log(`\n${score.toFixed(1)} % killed`);
process.exitCode = score >= 90 ? 0 : 1;
