import { parseArgs } from "node:util";
import fc from "fast-check";
import { properties } from "./properties.ts";
import { fuzzRawHttp } from "./raw-http.ts";

/** `npm run fuzz -- --minutes N [--seed S]`: each property for its share of the time; prints how many cases that were. */
const { values } = parseArgs({
  options: { minutes: { type: "string", default: "5" }, seed: { type: "string" } },
});
const seed = Number(values.seed ?? Date.now() % 2 ** 31);
const shareMs = (Number(values.minutes) * 60_000) / (Object.keys(properties).length + 1);
const plan = { seed, numRuns: Number.MAX_SAFE_INTEGER, interruptAfterTimeLimit: shareMs };
let total = 0;
for (const [name, property] of Object.entries(properties)) {
  const details = fc.check(property, plan) as fc.RunDetails<unknown>;
  report(name, details.numRuns);
  if (details.failed && !details.interrupted) fail(fc.defaultReportMessage(details) ?? name);
  if (details.counterexample !== null) fail(fc.defaultReportMessage(details) ?? name);
}
const closers: (() => unknown)[] = [];
report("raw bytes on the port", await fuzzRawHttp({ after: (close) => void closers.push(close) }, plan));
for (const close of closers.toReversed()) await close();
console.log(`${total} cases in all, seed ${seed}: no counterexample`);

function report(name: string, runs: number): void {
  total += runs;
  console.log(`${String(runs).padStart(9)}  ${name}`);
}

function fail(message: string): never {
  console.error(message);
  process.exit(1);
}
