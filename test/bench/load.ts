import * as http from "node:http";
import type { Contender } from "./contender.ts";

/** One kind of request, sent many times. */
export interface Load {
  body: Buffer;
  headers?: Record<string, string>;
  requests: number;
  concurrency: number;
  /** What must be in every answer, or the bench is worth nothing. */
  expect: (body: Buffer) => boolean;
}

/** Sends a load and resolves when every answer has come and been found right. */
export async function sendLoad(load: Load, to: Contender): Promise<void> {
  const agent = new http.Agent({ keepAlive: true, maxSockets: load.concurrency });
  let left = load.requests;
  const worker = async (): Promise<void> => {
    while (left-- > 0) {
      const answer = await send(load, to, agent);
      if (!load.expect(answer))
        throw new Error(
          `${to.name} gave a wrong answer of ${answer.length} bytes: ${answer.toString("utf8", 0, 100)}`,
        );
    }
  };
  await Promise.all(Array.from({ length: load.concurrency }, worker));
  agent.destroy();
}

function send(load: Load, to: Contender, agent: http.Agent): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const request = http.request(
      new URL("/v1/responses", to.url),
      {
        agent,
        method: "POST",
        headers: { "content-type": "application/json", ...to.headers, ...load.headers },
      },
      (response) => {
        const chunks: Buffer[] = [];
        response.on("data", (chunk: Buffer) => chunks.push(chunk));
        response.on("end", () => resolve(Buffer.concat(chunks)));
        response.on("error", reject);
      },
    );
    request.on("error", reject);
    request.setTimeout(10_000, () => request.destroy(new Error(`${to.name} gave no answer in 10 s`)));
    request.end(load.body);
  });
}
