import { once } from "node:events";
import { agentBody } from "./agent-body.ts";
import type { Figure } from "./figure.ts";
import { functionUrlEvent } from "../runtime/function-url-event.ts";
import type { LambdaInstance } from "../runtime/lambda-instance.ts";
import { startInstance } from "./lambda-under-bench.ts";
import { median } from "./rounds.ts";
import { makeDeveloperToken } from "../fakes/developer-token.ts";

const rounds = 21;

/**
 * What is billed after the developer has his answer: from the end of the response stream to the question for the next
 * invocation, which the runtime client asks when the handler's promise has settled.
 */
export async function measureBilledAfter(bundle: string, upstream: URL, slowAws: URL): Promise<Figure[]> {
  const instance = await startInstance(bundle, upstream, slowAws);
  try {
    const first = await billedAfter(instance, 1024);
    const figures: Figure[] = [
      { measure: "billed after the last byte, the first request, ms", figure: first },
    ];
    for (const [name, bytes] of Object.entries({ "1 KB": 1024, "1 MB": 1024 * 1024 })) {
      const times: number[] = [];
      for (let round = 0; round < rounds; round++) times.push(await billedAfter(instance, bytes));
      figures.push({ measure: `billed after the last byte, requests of ${name}, ms`, figure: median(times) });
    }
    return figures;
  } finally {
    await instance.stop();
  }
}

async function billedAfter(instance: LambdaInstance, bytes: number): Promise<number> {
  const { token } = makeDeveloperToken();
  const request = {
    method: "POST",
    url: "/v1/responses",
    rawHeaders: ["authorization", `Bearer ${token}`, "content-type", "application/json"],
    headers: { "content-type": "application/json" },
    body: agentBody(bytes, "bench-stream-100000"),
  };
  const answer = await instance.invoke(JSON.stringify(functionUrlEvent(request, "127.0.0.1")));
  if (answer.kind !== "stream") throw new Error(`the function did not stream: ${answer.body.toString()}`);
  let end = "";
  answer.body.on("data", (chunk: Buffer) => (end = chunk.toString("latin1").slice(-2000)));
  await once(answer.body, "end");
  const endedMs = performance.now();
  if (!end.includes("response.completed")) throw new Error(`the function's answer is not whole: ${end}`);
  await instance.free();
  return performance.now() - endedMs;
}
