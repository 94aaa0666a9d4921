import * as http from "node:http";
import type { Contender } from "./contender.ts";
import { settledCpuSeconds } from "./settled-cpu-seconds.ts";

/** What many slow streams at once cost, and how long each event is under way. */
export interface PacedFigures {
  cpuMicrosPerEvent: number;
  delayP50Ms: number;
  delayP90Ms: number;
  delayP99Ms: number;
}

const streams = 64;
/** 90 KB, half of what Codex gets for one request: what a stream costs at its beginning and end is spread over no more. */
const eventsEach = 300;

export async function measurePacedStreams(contender: Contender): Promise<PacedFigures> {
  const before = contender.cpuSeconds();
  const results = await Promise.all(Array.from({ length: streams }, () => readStream(contender)));
  const cpuSeconds = (await settledCpuSeconds(contender)) - before;
  const delays = results.flat().sort((a, b) => a - b);
  if (delays.length !== streams * eventsEach)
    throw new Error(`${delays.length} of ${streams * eventsEach} events came`);
  return {
    cpuMicrosPerEvent: (cpuSeconds * 1_000_000) / delays.length,
    delayP50Ms: quantile(delays, 0.5),
    delayP90Ms: quantile(delays, 0.9),
    delayP99Ms: quantile(delays, 0.99),
  };
}

function readStream(contender: Contender): Promise<number[]> {
  return new Promise((resolve, reject) => {
    const delaysMs: number[] = [];
    let rest = "";
    const request = http.request(
      new URL("/v1/responses", contender.url),
      {
        method: "POST",
        agent: false,
        headers: {
          "content-type": "application/json",
          ...contender.headers,
        },
      },
      (response) => {
        response.on("data", (chunk: Buffer) => {
          const now = performance.timeOrigin + performance.now();
          // An event may come in two pieces; it has come with the second.
          const text = rest + chunk.toString("latin1");
          const end = text.lastIndexOf("\n\n") + 1;
          rest = text.slice(end);
          for (const [, at] of text.slice(0, end).matchAll(/"at":([\d.]+)/g)) delaysMs.push(now - Number(at));
        });
        response.on("end", () => resolve(delaysMs));
        response.on("error", reject);
      },
    );
    request.on("error", reject);
    request.setTimeout(10_000, () => request.destroy(new Error("it fell silent")));
    request.end(`{"model":"bench-paced-${eventsEach}","stream":true}`);
  });
}

export function quantile(sorted: readonly number[], share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
}
