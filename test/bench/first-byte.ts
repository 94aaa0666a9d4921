import * as http from "node:http";
import { agentBody } from "./agent-body.ts";
import type { Contender } from "./contender.ts";
import { quantile } from "./paced-streams.ts";

/** How long a caller waits for the first byte of a stream, when he is alone. */
export interface FirstByteFigures {
  p50Ms: number;
  p90Ms: number;
  p99Ms: number;
}

const requests = 150;
const body = agentBody(1024, "bench-stream-1000");

/** One request after the other over one connection; the upstream takes 5 ms to begin. */
export async function measureFirstByte(contender: Contender): Promise<FirstByteFigures> {
  const agent = new http.Agent({ keepAlive: true, maxSockets: 1 });
  const waits: number[] = [];
  for (let request = 0; request < requests; request++) waits.push(await firstByteMs(contender, agent));
  agent.destroy();
  const sorted = waits.toSorted((a, b) => a - b);
  return { p50Ms: quantile(sorted, 0.5), p90Ms: quantile(sorted, 0.9), p99Ms: quantile(sorted, 0.99) };
}

function firstByteMs(contender: Contender, agent: http.Agent): Promise<number> {
  return new Promise((resolve, reject) => {
    const startedMs = performance.now();
    let waitedMs = NaN;
    let answer = "";
    const headers = { "content-type": "application/json", ...contender.headers };
    const url = new URL("/v1/responses", contender.url);
    const request = http.request(url, { method: "POST", agent, headers }, (response) => {
      response.once("data", () => (waitedMs = performance.now() - startedMs));
      response.on("data", (chunk: Buffer) => (answer += chunk.toString("latin1")));
      response.on("end", () => {
        if (answer.includes("response.completed")) resolve(waitedMs);
        else reject(new Error(`a wrong answer: ${answer.slice(0, 100)}`));
      });
      response.on("error", reject);
    });
    request.on("error", reject);
    request.setTimeout(10_000, () => request.destroy(new Error("it fell silent")));
    request.end(body);
  });
}
