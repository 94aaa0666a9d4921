import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { startInstance } from "./lambda-under-bench.ts";
import type { Figure } from "./figure.ts";
import { cpuSecondsOf } from "./process-figures.ts";
import { median } from "./rounds.ts";

/** A function that does nothing: what remains is Node and AWS's runtime client. */
const emptyHandler =
  "export const handler = awslambda.streamifyResponse(async (_event, stream) => stream.end());";

/** From the start of the process to its first question for work, over that of an empty bundle in the same rounds. */
export async function measureStart(bundle: string, folder: string, rounds: number): Promise<Figure[]> {
  const empty = join(folder, "empty/index.mjs");
  mkdirSync(join(folder, "empty"), { recursive: true });
  writeFileSync(empty, emptyHandler);
  const starts = new Map<string, { ms: number; cpuMs: number }[]>([
    [empty, []],
    [bundle, []],
  ]);
  for (let round = 0; round < rounds; round++) {
    const order = [...starts.keys()];
    for (const path of round % 2 === 0 ? order : order.toReversed())
      starts.get(path)!.push(await start(path));
  }
  const over = (of: "ms" | "cpuMs"): number => {
    const [without, whole] = [empty, bundle].map((path) => median(starts.get(path)!.map((run) => run[of])));
    return whole! - without!;
  };
  return [
    { measure: "start of the bundle over an empty one, ms", figure: over("ms") },
    { measure: "start of the bundle over an empty one, CPU ms", figure: over("cpuMs") },
  ];
}

async function start(bundle: string): Promise<{ ms: number; cpuMs: number }> {
  const nobody = new URL("http://127.0.0.1:9");
  const startedMs = performance.now();
  const instance = await startInstance(bundle, nobody, nobody);
  const ms = performance.now() - startedMs;
  const cpuMs = cpuSecondsOf(instance.pid) * 1000;
  await instance.stop();
  return { ms, cpuMs };
}
