import { randomUUID } from "node:crypto";
import * as http from "node:http";
import { buffer } from "node:stream/consumers";
import { type LocalServer, startLocalServer } from "../fakes/local-server.ts";

/** What a function gave back for one invocation. */
export type FunctionAnswer =
  /** Bytes as they come; what went wrong on the way stands in the trailers. */
  | { kind: "stream"; contentType: string; body: http.IncomingMessage }
  | { kind: "buffered"; body: Buffer }
  | { kind: "error"; body: Buffer };

/** How one instance is told what to do. */
interface Invocation {
  id: string;
  event: string;
  deadlineMs: number;
  answered: PromiseWithResolvers<FunctionAnswer>;
}

/**
 * The Runtime API of one instance: it hands out one invocation at a time, and the next one only when it is asked.
 * https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html
 */
export class RuntimeApi {
  /** Rejects with what the function said if it can't start; never resolves. */
  readonly initError = Promise.withResolvers<never>();
  #poll: http.ServerResponse | undefined;
  #polled = Promise.withResolvers<void>();
  #current: Invocation | undefined;
  #server!: LocalServer;

  static async start(): Promise<RuntimeApi> {
    const api = new RuntimeApi();
    api.initError.promise.catch(() => {});
    api.#server = await startLocalServer(
      // The client opens its answer when an invocation begins, and may have nothing to say for minutes.
      http.createServer(
        { keepAliveTimeout: 0, requestTimeout: 0 },
        (request, response) => void api.#serve(request, response),
      ),
    );
    return api;
  }

  /** As the environment of an instance has it. */
  get address(): string {
    return this.#server.url.host;
  }

  /** Resolves when the instance waits for work: after its start, and after all that an invocation set going is done. */
  async free(): Promise<void> {
    await this.#polled.promise;
  }

  /** @param event as JSON; the instance must be free */
  invoke(event: string, timeoutMs: number): Promise<FunctionAnswer> {
    const poll = this.#poll;
    if (poll === undefined) throw new Error("this instance is not free");
    this.#poll = undefined;
    this.#polled = Promise.withResolvers();
    // Whether anybody waits for it or not.
    this.#polled.promise.catch(() => {});
    const id = randomUUID();
    this.#current = { id, event, deadlineMs: Date.now() + timeoutMs, answered: Promise.withResolvers() };
    poll.writeHead(200, {
      "content-type": "application/json",
      "lambda-runtime-aws-request-id": id,
      "lambda-runtime-deadline-ms": String(this.#current.deadlineMs),
      "lambda-runtime-invoked-function-arn":
        "arn:aws:lambda:us-east-1:123456789012:function:codex-proxy:live",
      "lambda-runtime-trace-id": "Root=1-00000000-000000000000000000000000;Parent=0000000000000000;Sampled=0",
    });
    poll.end(event);
    return this.#current.answered.promise;
  }

  /** The instance has died: whoever waits for its answer, or for it to be free, learns of it here. */
  fail(cause: Error): void {
    this.initError.reject(cause);
    this.#current?.answered.reject(cause);
    this.#polled.reject(cause);
    this.#polled = rejected(cause);
    this.#poll = undefined;
  }

  async close(): Promise<void> {
    await this.#server.close();
  }

  async #serve(request: http.IncomingMessage, response: http.ServerResponse): Promise<void> {
    const call = request.url?.replace("/2018-06-01/runtime/", "");
    if (call === "invocation/next") return this.#wait(response);
    if (call === "init/error") {
      this.initError.reject(new Error(`the function can't start: ${(await buffer(request)).toString()}`));
      return accept(response);
    }
    if (call === `invocation/${this.#current?.id}/error`) {
      this.#current!.answered.resolve({ kind: "error", body: await buffer(request) });
      return accept(response);
    }
    if (call === `invocation/${this.#current?.id}/response`) return this.#takeAnswer(request, response);
    response.writeHead(400).end();
  }

  #wait(response: http.ServerResponse): void {
    this.#poll = response;
    this.#polled.resolve();
  }

  async #takeAnswer(request: http.IncomingMessage, response: http.ServerResponse): Promise<void> {
    const { answered } = this.#current!;
    if (request.headers["lambda-runtime-function-response-mode"] !== "streaming") {
      answered.resolve({ kind: "buffered", body: await buffer(request) });
      return accept(response);
    }
    request.on("end", () => accept(response));
    answered.resolve({ kind: "stream", contentType: request.headers["content-type"] ?? "", body: request });
  }
}

function accept(response: http.ServerResponse): void {
  response.writeHead(202, { "content-type": "application/json" }).end('{"status":"OK"}');
}

function rejected(cause: Error): PromiseWithResolvers<void> {
  const never = Promise.withResolvers<void>();
  never.promise.catch(() => {});
  never.reject(cause);
  return never;
}
