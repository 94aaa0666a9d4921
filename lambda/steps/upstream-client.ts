import * as http from "node:http";
import * as https from "node:https";
import type { Socket } from "node:net";
import type { Body } from "../domain/body.ts";
import { type Headers, fromRawHeaders } from "../domain/headers.ts";
import { limits } from "../domain/limits.ts";
import { Refusal, type RefusalReason } from "../domain/refusal.ts";
import type { Ending } from "../exchange.ts";

export interface UpstreamRequest {
  method: string;
  /** With its query. */
  path: string;
  headers: Headers;
  body: Body;
  deadlineMs: number;
  onGone(listener: () => void): void;
  /** Told when the operating system has the whole body; never, where the connection breaks before. */
  onSent(): void;
}

/** OpenAI's status and headers, and the body to be received. */
export interface UpstreamAnswer {
  status: number;
  headers: Headers;
  /**
   * Hands over each chunk as it comes.
   * @param onChunk returns false to have the upstream wait until `resume` is called
   */
  receive(onChunk: (chunk: Buffer) => boolean): Promise<Ending>;
  resume(): void;
  /** In the place of `receive`, for an answer that nobody will read. */
  discard(): void;
}

export interface UpstreamOptions {
  /** Origin, with a path before `/v1` where there is one. A constant of the deployment: nothing a caller sends can change it. */
  url: URL;
  now: () => number;
  firstByteTimeoutMs?: number;
  streamIdleTimeoutMs?: number;
  /**
   * What becomes of OpenAI's answer when the caller goes away. `cancel` ends it, and its cost with it, and the usage is
   * estimated; `drain` reads on for a while, so that the usage is OpenAI's own.
   */
  onDisconnect?: "cancel" | "drain";
}

/**
 * OpenAI over HTTP/1.1 with kept-alive connections. `node:https` takes half the processor time of undici at 1 MB, and
 * starts 50 ms sooner. Redirects are not followed, TLS is verified, nothing is retried: once a byte has gone out, the
 * request may have been worked on, and billed.
 */
export class UpstreamClient {
  readonly #transport: typeof http | typeof https;
  readonly #agent: http.Agent;
  readonly #options: Required<UpstreamOptions>;
  readonly #basePath: string;
  /** When each idle socket was last used. */
  readonly #idleSinceMs = new WeakMap<Socket, number>();

  constructor(options: UpstreamOptions) {
    this.#options = {
      firstByteTimeoutMs: limits.firstByteTimeoutMs,
      streamIdleTimeoutMs: limits.streamIdleTimeoutMs,
      onDisconnect: "cancel",
      ...options,
    };
    this.#transport = options.url.protocol === "https:" ? https : http;
    this.#agent = new this.#transport.Agent({ keepAlive: true });
    this.#agent.on("free", (socket: Socket) => this.#idleSinceMs.set(socket, options.now()));
    this.#basePath = options.url.pathname.replace(/\/$/, "");
  }

  send(request: UpstreamRequest): Promise<UpstreamAnswer | Refusal> {
    const { url, now, firstByteTimeoutMs } = this.#options;
    this.#dropStaleSockets();
    return new Promise((resolve) => {
      const outgoing = this.#transport.request({
        agent: this.#agent,
        protocol: url.protocol,
        hostname: url.hostname,
        port: url.port,
        method: request.method,
        path: this.#basePath + request.path,
        headers: this.#headersOf(request),
        maxHeaderSize: limits.maxHeaderBytes,
      });
      const attempt = new Attempt(outgoing);
      const refuse = (reason: RefusalReason): void => {
        clearTimeout(timer);
        resolve(new Refusal(attempt.isCallerGone ? { code: "client_closed" } : reason));
      };
      const untilDeadlineMs = request.deadlineMs - now();
      const waitMs = Math.max(1, Math.min(firstByteTimeoutMs, untilDeadlineMs));
      const timer = setTimeout(() => {
        refuse({ code: "upstream_timeout", waitedMs: waitMs });
        attempt.giveUp();
      }, waitMs);
      request.onGone(() => this.#goOnAlone(attempt));
      outgoing.on("error", (cause) => refuse({ code: "upstream_unreachable", cause }));
      // All that is heard of a head without an answer, such as 101. After an answer it is no news.
      outgoing.on("close", () => refuse({ code: "upstream_unreachable", cause: "closed without an answer" }));
      outgoing.on("response", (incoming) => {
        clearTimeout(timer);
        attempt.incoming = incoming;
        resolve(this.#answerOf(request, attempt, incoming));
      });
      outgoing.once("finish", () => request.onSent());
      // In one go, head and all.
      outgoing.cork();
      for (const { bytes } of request.body.blocks) outgoing.write(bytes);
      outgoing.end();
    });
  }

  /** As a list of names and values, which Node writes out as they are: half the time of an object, each of which it keeps. */
  #headersOf({ headers, body, method }: UpstreamRequest): string[] {
    const list = ["host", this.#options.url.host];
    for (const name in headers) list.push(name, headers[name]!);
    if (body.length > 0 || method === "POST") list.push("content-length", String(body.length));
    return list;
  }

  /** What becomes of a request whose caller has gone away. */
  #goOnAlone(attempt: Attempt): void {
    attempt.isCallerGone = true;
    // What has not been sent costs nothing, and there is nothing to learn of it.
    const isSent = attempt.outgoing.writableEnded;
    if (this.#options.onDisconnect === "cancel" || !isSent) return attempt.giveUp();
    // Whom the caller held up is read on; what nobody has begun to receive stays where it is until somebody does.
    if (attempt.incoming?.isPaused()) attempt.incoming.resume();
    attempt.giveUpAfter(limits.maxDrainMs);
  }

  #answerOf(request: UpstreamRequest, attempt: Attempt, incoming: http.IncomingMessage): UpstreamAnswer {
    const { now, streamIdleTimeoutMs } = this.#options;
    const { outgoing } = attempt;
    // It may break before anybody receives it; without a listener that would be an uncaught exception.
    incoming.on("error", () => {});
    return {
      status: incoming.statusCode ?? 502,
      headers: fromRawHeaders(incoming.rawHeaders),
      resume: () => void incoming.resume(),
      discard: () => attempt.giveUp(),
      receive: (onChunk) =>
        new Promise((resolve) => {
          const finish = (ending: Ending): void => {
            clearTimeout(timer);
            resolve(attempt.isCallerGone ? { kind: "client_closed" } : ending);
          };
          const stopWith = (ending: Ending): void => {
            finish(ending);
            attempt.giveUp();
          };
          const untilDeadlineMs = request.deadlineMs - now();
          const timer = Number.isFinite(untilDeadlineMs)
            ? setTimeout(() => stopWith({ kind: "deadline" }), Math.max(1, untilDeadlineMs))
            : undefined;
          outgoing.on("timeout", () => stopWith({ kind: "silent" }));
          // A paused stream is silent because the caller does not read, not because OpenAI has nothing to say.
          incoming.on("pause", () => outgoing.setTimeout(0));
          incoming.on("resume", () => outgoing.setTimeout(streamIdleTimeoutMs));
          incoming.on("error", (cause) => finish({ kind: "cut_off", cause }));
          incoming.on("end", () => {
            finish({ kind: "whole" });
            // The rest of a body that OpenAI has answered early is sent all the same, if it is still read.
            attempt.giveUpAfter(streamIdleTimeoutMs);
          });
          incoming.on("close", () => finish({ kind: "cut_off", cause: "closed before its end" }));
          if (incoming.destroyed) finish({ kind: "cut_off", cause: "closed before it was read" });
          incoming.on("data", (chunk: Buffer) => {
            if (!onChunk(chunk)) incoming.pause();
          });
        }),
    };
  }

  /** While a Lambda instance is frozen its sockets die unseen; by the clock it shows which may have. */
  #dropStaleSockets(): void {
    const now = this.#options.now();
    for (const sockets of Object.values(this.#agent.freeSockets)) {
      for (const socket of sockets ?? []) {
        const idleSinceMs = this.#idleSinceMs.get(socket) ?? now;
        if (now - idleSinceMs > limits.maxIdleSocketMs) socket.destroy();
      }
    }
  }
}

/** A request on its way, and its answer as soon as there is one. */
class Attempt {
  readonly outgoing: http.ClientRequest;
  incoming: http.IncomingMessage | undefined;
  isCallerGone = false;

  constructor(outgoing: http.ClientRequest) {
    this.outgoing = outgoing;
  }

  /** Either alone would leave something: an answer that came whole its connection, a closed connection what is left to read. */
  giveUp(): void {
    this.incoming?.destroy();
    this.outgoing.destroy();
  }

  /** Unless it has ended by then. */
  giveUpAfter(ms: number): void {
    if (this.outgoing.destroyed) return;
    const timer = setTimeout(() => this.giveUp(), ms);
    this.outgoing.once("close", () => clearTimeout(timer));
  }
}
