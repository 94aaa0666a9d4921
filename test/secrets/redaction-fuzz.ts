import { assert as assertProperty } from "fast-check";
import { redactionKeepsItsPromises } from "./redaction-property.ts";

/** `node test/secrets/redaction-fuzz.ts [CASES] [SEED]`: the property of redact.test.ts over a million cases. */
const cases = Number(process.argv[2] ?? 1_000_000);
const seed = Number(process.argv[3] ?? Date.now() % 2 ** 31);
const started = performance.now();
assertProperty(redactionKeepsItsPromises, { numRuns: cases, seed });
console.log(
  `${cases} cases, seed ${seed}: no counterexample in ${Math.round((performance.now() - started) / 1000)} s`,
);
