import * as http from "node:http";
import { type LocalServer, startLocalServer } from "../fakes/local-server.ts";
import { recordRequest } from "../fakes/recorded-request.ts";
import { functionUrlEvent } from "./function-url-event.ts";
import { type Prelude, PreludeReader, integrationResponseType } from "./integration-response.ts";
import type { LambdaInstance } from "./lambda-instance.ts";

// https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html: 6 MB, for the event and not only the body.
const maxEventBytes = 6 * 1024 * 1024 + 100;

/** Names that the front owns: a function's own values arrive under `x-amzn-remapped-`. */
const remapped = new Set(["connection", "content-length", "date", "server", "www-authenticate"]);
const dropped = new Set(["keep-alive", "transfer-encoding", "upgrade"]);

/**
 * A Function URL with response streaming in front of one instance, as strict as AWS's where that has been seen: no
 * prelude is a 502, 6 MB of event are too much, and a function never learns that its caller has gone.
 */
export class FunctionUrl {
  readonly #instance: LambdaInstance;
  #turn: Promise<unknown> = Promise.resolve();
  #server!: LocalServer;

  static async start(instance: LambdaInstance): Promise<FunctionUrl> {
    const front = new FunctionUrl(instance);
    const server = http.createServer(
      { maxHeaderSize: 1024 * 1024, requestTimeout: 0 },
      (incoming, outgoing) => {
        outgoing.socket?.setNoDelay(true);
        void front.#serve(incoming, outgoing);
      },
    );
    front.#server = await startLocalServer(server);
    return front;
  }

  private constructor(instance: LambdaInstance) {
    this.#instance = instance;
  }

  get url(): URL {
    return this.#server.url;
  }

  async close(): Promise<void> {
    await this.#server.close();
  }

  async #serve(incoming: http.IncomingMessage, outgoing: http.ServerResponse): Promise<void> {
    const request = await recordRequest(incoming).catch(() => undefined);
    if (request === undefined) return;
    const event = JSON.stringify(functionUrlEvent(request, incoming.socket.remoteAddress ?? ""));
    if (Buffer.byteLength(event) > maxEventBytes) return fail(outgoing, 413, "Request Entity Too Large");
    // One invocation at a time; on AWS a second one would start a second instance.
    const turn = this.#turn.then(() => this.#invoke(event, outgoing));
    this.#turn = turn.catch(() => {});
    await turn.catch(() => fail(outgoing, 502, "Internal Server Error"));
  }

  async #invoke(event: string, outgoing: http.ServerResponse): Promise<void> {
    await this.#instance.free();
    const answer = await this.#instance.invoke(event);
    if (answer.kind === "stream") pass(answer.contentType, answer.body, outgoing);
    else fail(outgoing, 502, "Internal Server Error");
  }
}

function pass(contentType: string, body: http.IncomingMessage, outgoing: http.ServerResponse): void {
  const reader = contentType === integrationResponseType ? new PreludeReader() : undefined;
  const breakOff = (): void => {
    if (outgoing.headersSent) outgoing.destroy();
    else fail(outgoing, 502, "Internal Server Error");
  };
  const write = (chunk: Buffer): void => {
    // A caller who has gone is news to nobody: the function's stream is read to its end.
    if (outgoing.destroyed || chunk.length === 0 || outgoing.write(chunk)) return;
    body.pause();
    outgoing.once("drain", () => body.resume());
  };
  outgoing.on("close", () => body.resume());
  body.on("data", (chunk: Buffer) => {
    if (outgoing.headersSent) return write(chunk);
    const found = reader?.push(chunk);
    if (found === undefined) return;
    open(outgoing, found.prelude);
    write(found.rest);
  });
  body.on("end", () => {
    const isBroken = body.trailers["lambda-runtime-function-error-type"] !== undefined;
    if (isBroken || !outgoing.headersSent) breakOff();
    else outgoing.end();
  });
  // The instance has died in the middle of its answer.
  body.on("error", breakOff);
}

function open(outgoing: http.ServerResponse, { statusCode, headers, cookies }: Prelude): void {
  for (const [name, value] of Object.entries(headers)) {
    if (dropped.has(name.toLowerCase())) continue;
    outgoing.setHeader(remapped.has(name.toLowerCase()) ? `x-amzn-remapped-${name}` : name, value);
  }
  if (cookies.length > 0) outgoing.setHeader("set-cookie", cookies);
  outgoing.writeHead(statusCode);
  outgoing.flushHeaders();
}

function fail(outgoing: http.ServerResponse, status: number, message: string): void {
  outgoing
    .writeHead(status, { "content-type": "application/json" })
    .end(JSON.stringify({ Message: message }));
}
