import * as http from "node:http";
import type { Socket } from "node:net";
import type { Body } from "../domain/body.ts";
import { giveBack } from "../domain/give-back.ts";
import { type Headers, fromRawHeaders } from "../domain/headers.ts";
import { IncomingBody } from "../domain/incoming-body.ts";
import type { KnownBlocks } from "../domain/known-blocks.ts";
import { limits } from "../domain/limits.ts";
import { Refusal, wireError } from "../domain/refusal.ts";
import type { ProxyRequest, Reply, ReplyBody } from "../exchange.ts";
import type { Proxy } from "../proxy.ts";

export interface NodeServerOptions {
  maxBodyBytes?: number;
  headersTimeoutMs?: number;
  requestTimeoutMs?: number;
  callerSilenceTimeoutMs?: number;
  maxConnections?: number;
  /** What to do on `GET /shutdown` from this machine; without it the path is as unknown as any other. */
  onShutdown?: () => void;
}

/** The proxy on a port: the same as behind a Function URL, for one machine. The caller listens and closes. */
export function createNodeServer(proxy: Proxy, options: NodeServerOptions = {}): http.Server {
  const { maxBodyBytes, headersTimeoutMs, requestTimeoutMs, callerSilenceTimeoutMs, maxConnections } = {
    ...limits,
    ...options,
  };
  const server = http.createServer(
    {
      maxHeaderSize: limits.maxHeaderBytes,
      requireHostHeader: false,
      headersTimeout: headersTimeoutMs,
      requestTimeout: requestTimeoutMs,
      // Node looks only every 30 s by default.
      connectionsCheckingInterval: headersTimeoutMs / 4,
    },
    (incoming, outgoing) => {
      if (options.onShutdown !== undefined && isShutdown(incoming)) {
        outgoing.end("shutting down\n", options.onShutdown);
        return;
      }
      void proxy(requestOf(incoming, maxBodyBytes), replyTo(outgoing));
    },
  );
  server.maxConnections = maxConnections;
  // Without it, nothing would ever tell of one whose network is gone while he is being written to.
  server.timeout = callerSilenceTimeoutMs;
  server.keepAliveTimeout = limits.keepAliveTimeoutMs;
  server.on("clientError", answerClientError);
  return server;
}

function requestOf(incoming: http.IncomingMessage, maxBodyBytes: number): ProxyRequest {
  const [path = "", query = ""] = splitTarget(incoming.url ?? "");
  const headers = fromRawHeaders(incoming.rawHeaders);
  return {
    method: incoming.method ?? "",
    path,
    query,
    headers,
    source: incoming.socket.remoteAddress,
    deadlineMs: Infinity,
    readBody: (known) => readBody(incoming, headers, maxBodyBytes, known),
  };
}

function splitTarget(target: string): [path: string, query: string] {
  const mark = target.indexOf("?");
  return mark === -1 ? [target, ""] : [target.slice(0, mark), target.slice(mark + 1)];
}

function readBody(
  incoming: http.IncomingMessage,
  headers: Headers,
  maxBodyBytes: number,
  known: KnownBlocks | undefined,
): Promise<Body | Refusal> {
  const tooLarge = new Refusal({ code: "request_too_large", maxBodyBytes });
  const declaredBytes = Number(headers["content-length"] ?? 0);
  if (declaredBytes > maxBodyBytes) return Promise.resolve(tooLarge);
  // Gone while the token was looked up: no event will ever tell.
  if (incoming.destroyed) return Promise.resolve(new Refusal({ code: "client_closed" }));
  return new Promise((resolve) => {
    const body = new IncomingBody(declaredBytes, known);
    incoming.on("data", (chunk: Buffer) => {
      if (body.bytes + chunk.length <= maxBodyBytes) {
        body.append(chunk);
        return giveBack(chunk);
      }
      body.take().giveBack();
      // Whatever still comes is let run past, so that the caller gets to read the answer.
      incoming.removeAllListeners("data").resume();
      resolve(tooLarge);
    });
    incoming.on("end", () => resolve(body.take()));
    incoming.on("error", () => resolve(new Refusal({ code: "client_closed" })));
    incoming.on("close", () => resolve(new Refusal({ code: "client_closed" })));
  });
}

function replyTo(outgoing: http.ServerResponse): Reply {
  const listeners: (() => void)[] = [];
  // Without a listener, a write to a caller who has just gone would be an uncaught exception.
  outgoing.on("error", () => {});
  outgoing.on("close", () => {
    if (outgoing.writableFinished) return;
    for (const listener of listeners) listener();
  });
  // A field, not a getter: V8 makes a shape for each getter of an object literal, in memory that is looked through
  // rarely, and with it keeps the whole request.
  const reply = {
    body: undefined as ReplyBody | undefined,
    open(status: number, headers: Headers): ReplyBody {
      outgoing.writeHead(status, headers);
      reply.body = outgoing;
      return outgoing;
    },
    onGone(listener: () => void): void {
      if (outgoing.destroyed) listener();
      else listeners.push(listener);
    },
  };
  return reply;
}

function isShutdown(incoming: http.IncomingMessage): boolean {
  const address = incoming.socket.remoteAddress ?? "";
  const isLocal = address === "::1" || address.replace("::ffff:", "").startsWith("127.");
  return isLocal && incoming.method === "GET" && incoming.url === "/shutdown";
}

/** With the answer that is under way on it, by which Node's own handler goes as well: nothing public tells of it. */
type AnsweredSocket = Socket & { _httpMessage?: http.ServerResponse | null };

/** What Node's HTTP parser will not accept never becomes a request; its sender still gets a proper error. */
function answerClientError(error: NodeJS.ErrnoException, socket: AnsweredSocket): void {
  const answer = socket._httpMessage;
  // In the middle of an answer, an error would be taken for a part of it.
  if (!socket.writable || error.code === "ECONNRESET" || answer?.headersSent) {
    socket.destroy();
    return;
  }
  const { status, body } = wireError(new Refusal({ code: "request_malformed", ...problemOf(error) }));
  const text = JSON.stringify(body);
  socket.end(
    `HTTP/1.1 ${status} ${http.STATUS_CODES[status]}\r\n` +
      "content-type: application/json\r\nconnection: close\r\n" +
      `content-length: ${Buffer.byteLength(text)}\r\n\r\n${text}`,
    // A request that was on its way ends here and not when its caller sees fit to hang up.
    () => answer?.destroy(),
  );
}

function problemOf(error: NodeJS.ErrnoException): { status: 400 | 408 | 431; problem: string } {
  switch (error.code) {
    case "HPE_HEADER_OVERFLOW":
      return { status: 431, problem: `its headers are larger than ${limits.maxHeaderBytes / 1024} KB` };
    case "ERR_HTTP_REQUEST_TIMEOUT":
      return { status: 408, problem: "it did not arrive whole in time" };
    default:
      return { status: 400, problem: "it is not valid HTTP/1.1" };
  }
}
