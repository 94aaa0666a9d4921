import { once } from "node:events";
import { makeDeveloperToken } from "../fakes/developer-token.ts";
import { functionUrlEvent } from "../runtime/function-url-event.ts";
import type { LambdaInstance } from "../runtime/lambda-instance.ts";
import { agentBody } from "./agent-body.ts";
import type { Figure } from "./figure.ts";
import { startInstance } from "./lambda-under-bench.ts";
import { median } from "./rounds.ts";

const instances = 7;
const requestsEach = 5;

interface InvocationTimes {
  firstByteMs: number;
  /** From the end of the answer to the question for the next invocation, asked when the handler's promise has settled. */
  billedAfterMs: number;
}

/** What the first request of an instance waits for, and what is billed after a developer has his whole answer. */
export async function measureFunctionTimes(bundle: string, upstream: URL, slowAws: URL): Promise<Figure[]> {
  const first: InvocationTimes[] = [];
  const small: InvocationTimes[] = [];
  const large: InvocationTimes[] = [];
  for (let started = 0; started < instances; started++) {
    const instance = await startInstance(bundle, upstream, slowAws);
    try {
      first.push(await invoke(instance, 1024));
      for (let sent = 0; sent < requestsEach; sent++) small.push(await invoke(instance, 1024));
      for (let sent = 0; sent < requestsEach; sent++) large.push(await invoke(instance, 1024 * 1024));
    } finally {
      await instance.stop();
    }
  }
  const of = (times: readonly InvocationTimes[], name: keyof InvocationTimes): number =>
    median(times.map((each) => each[name]));
  return [
    {
      measure: "first byte of an instance's first request over a later one, ms",
      figure: of(first, "firstByteMs") - of(small, "firstByteMs"),
    },
    { measure: "billed after the last byte, first request, ms", figure: of(first, "billedAfterMs") },
    { measure: "billed after the last byte, 1 KB, ms", figure: of(small, "billedAfterMs") },
    { measure: "billed after the last byte, 1 MB, ms", figure: of(large, "billedAfterMs") },
  ];
}

async function invoke(instance: LambdaInstance, bytes: number): Promise<InvocationTimes> {
  const { token } = makeDeveloperToken();
  const request = {
    method: "POST",
    url: "/v1/responses",
    rawHeaders: ["authorization", `Bearer ${token}`, "content-type", "application/json"],
    headers: { "content-type": "application/json" },
    body: agentBody(bytes, "bench-stream-100000"),
  };
  const event = JSON.stringify(functionUrlEvent(request, "127.0.0.1"));
  const startedMs = performance.now();
  const answer = await instance.invoke(event);
  if (answer.kind !== "stream") throw new Error(`the function did not stream: ${answer.body.toString()}`);
  let firstByteMs = NaN;
  let end = "";
  answer.body.once("data", () => (firstByteMs = performance.now() - startedMs));
  answer.body.on("data", (chunk: Buffer) => (end = (end + chunk.toString("latin1")).slice(-2000)));
  await once(answer.body, "end");
  const endedMs = performance.now();
  if (!end.includes("response.completed")) throw new Error(`the function's answer is not whole: ${end}`);
  await instance.free();
  return { firstByteMs, billedAfterMs: performance.now() - endedMs };
}
