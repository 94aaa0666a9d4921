import { setTimeout as wait } from "node:timers/promises";
import type { Contender } from "./contender.ts";

const pauseMs = 200;
const restingSeconds = 0.004;
const maxPauses = 50;

/**
 * What a contender has used once it has come to rest: what is recorded after the answer belongs to it, however long that
 * takes.
 */
export async function settledCpuSeconds(contender: Pick<Contender, "cpuSeconds">): Promise<number> {
  let before = contender.cpuSeconds();
  for (let pause = 0; pause < maxPauses; pause++) {
    await wait(pauseMs);
    const now = contender.cpuSeconds();
    if (now - before <= restingSeconds) return now;
    before = now;
  }
  throw new Error("it did not come to rest");
}
