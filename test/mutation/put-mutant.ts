import { readFileSync } from "node:fs";
import { registerHooks } from "node:module";
import { mutantsOf } from "./mutants.ts";

/** Loaded before the tests: gives them one mutant in the place of one file, which stays as it is on disk. */
const [file = "", number = ""] = (process.env["MUTANT"] ?? "").split("#");

registerHooks({
  load(url, context, nextLoad) {
    if (!url.endsWith(`/${file}`)) return nextLoad(url, context);
    const { source } = mutantsOf(readFileSync(new URL(url), "utf8"))[Number(number)]!;
    return { format: "module-typescript", source, shortCircuit: true };
  },
});
