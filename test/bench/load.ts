import * as http from "node:http";
import type { Contender } from "./contender.ts";

/** What each worker sends in its first, second … request. */
export type BodyOf = (worker: number, turn: number) => Buffer;

/** One kind of request, sent many times. */
export interface Load {
  bodyOf: BodyOf;
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
  const work = async (worker: number): Promise<void> => {
    for (let turn = 0; left-- > 0; turn++) {
      const answer = await send(load, load.bodyOf(worker, turn), to, agent);
      if (!load.expect(answer))
        throw new Error(`a wrong answer of ${answer.length} bytes: ${answer.toString("utf8", 0, 100)}`);
    }
  };
  try {
    await Promise.all(Array.from({ length: load.concurrency }, (_, worker) => work(worker)));
  } finally {
    // After a failure nothing of this load may go on behind the next contender's turn.
    left = 0;
    agent.destroy();
  }
}

function send(load: Load, body: Buffer, to: Contender, agent: http.Agent): Promise<Buffer> {
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
        response.on("end", () => {
          if (response.statusCode === 200) resolve(Buffer.concat(chunks));
          else
            reject(
              new Error(`status ${response.statusCode}: ${Buffer.concat(chunks).toString("utf8", 0, 100)}`),
            );
        });
        response.on("error", reject);
      },
    );
    request.on("error", reject);
    request.setTimeout(10_000, () => request.destroy(new Error("no answer in 10 s")));
    request.end(body);
  });
}
