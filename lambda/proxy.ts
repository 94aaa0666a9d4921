import { randomUUID } from "node:crypto";
import { clientOf } from "./domain/client.ts";
import { Refusal } from "./domain/refusal.ts";
import { type RouteTable, findRoute } from "./domain/routes.ts";
import { uuidv7 } from "./domain/uuidv7.ts";
import type { Exchange, ProxyRequest, Reply } from "./exchange.ts";
import { admit } from "./steps/admit.ts";
import { answer, answerHealth } from "./steps/answer.ts";
import { type Authenticate } from "./steps/authenticate.ts";
import { type Forward } from "./steps/forward.ts";
import { type Inspect } from "./steps/inspect.ts";
import type { AnswerUsage } from "./steps/answer-usage.ts";
import type { Recorder } from "./steps/record.ts";
import { refuse } from "./steps/refuse.ts";

/** What differs between the hosts: who is let in, where requests go, and where exchanges are kept. */
export interface ProxyParts {
  routes: RouteTable;
  authenticate: Authenticate;
  inspect: Inspect;
  forward: Forward;
  /** Answers the one route that never leaves the proxy; absent where it is not offered. */
  answerUsage?: AnswerUsage;
  recorder: Recorder;
  /** Begins what will be needed once the caller is known, while his token is being looked up. */
  warmUp?: () => void;
  now: () => number;
}

/** Resolves when the exchange has been answered and recorded; never rejects for what a caller or OpenAI did. */
export type Proxy = (request: ProxyRequest, reply: Reply) => Promise<void>;

/** The proxy in one sentence: route, authenticate, admit, inspect, forward, answer, record. */
export function createProxy(parts: ProxyParts): Proxy {
  const record = async (exchange: Exchange): Promise<void> => {
    await parts.recorder.finish(exchange);
    // OpenAI may answer before it has read to the end, and the rest still be waiting to be sent.
    if (exchange.body !== undefined && !exchange.isBodyUnderWay) exchange.body.giveBack();
  };
  // Two functions, so that the reply is let go of while its exchange waits to be recorded.
  return (request, reply) => answered(request, reply, parts).then(record);
}

async function answered(request: ProxyRequest, reply: Reply, parts: ProxyParts): Promise<Exchange> {
  const exchange = begin(request, parts.now());
  const refusal = await serve(exchange, reply, parts).catch(
    (cause: unknown) => new Refusal({ code: "internal_error", cause }),
  );
  if (refusal !== undefined) refuse(exchange, refusal, reply);
  return exchange;
}

async function serve(exchange: Exchange, reply: Reply, parts: ProxyParts): Promise<Refusal | undefined> {
  const { method, path, query } = exchange.request;
  const route = findRoute(method, path, query, parts.routes);
  if (route instanceof Refusal) return route;
  exchange.route = route;
  if (route === "health") return answerHealth(exchange, reply);

  if (route !== "usage") parts.warmUp?.();
  const caller = await parts.authenticate(exchange);
  if (caller instanceof Refusal) return caller;
  if (route === "usage") return parts.answerUsage?.(caller, exchange, reply) ?? notOffered(exchange.request);

  await parts.recorder.room(exchange);
  const body = await exchange.request.readBody(parts.recorder.knownBlocks);
  if (body instanceof Refusal) return body;
  exchange.body = body;

  const notAdmitted = admit(caller, exchange.request, body);
  if (notAdmitted !== undefined) return notAdmitted;

  const outgoing = await parts.inspect(caller, exchange, body);
  if (outgoing instanceof Refusal) return outgoing;

  parts.recorder.begin(exchange);
  const upstream = await parts.forward(exchange, outgoing, reply);
  if (upstream instanceof Refusal) return upstream;

  return answer(exchange, upstream, reply, parts.now);
}

function notOffered({ method, path }: ProxyRequest): Refusal {
  return new Refusal({ code: "route_not_allowed", method, path });
}

function begin(request: ProxyRequest, nowMs: number): Exchange {
  return {
    id: uuidv7(nowMs, randomUUID()),
    startedAtMs: nowMs,
    request,
    client: clientOf(request.headers),
    authMs: 0,
    firstByteMs: null,
  };
}
