import { AnswerBody } from "../domain/answer-body.ts";
import { hasTerminalEvent } from "../domain/answer-facts.ts";
import { elapsedMs } from "../domain/elapsed-ms.ts";
import { type StreamFailure, failureEvent } from "../domain/failure-event.ts";
import { headersForCaller } from "../domain/headers.ts";
import { Refusal } from "../domain/refusal.ts";
import type { Answer, Ending, Exchange, Reply } from "../exchange.ts";
import type { UpstreamAnswer } from "./upstream-client.ts";

/**
 * Passes OpenAI's answer on. A stream goes through chunk by chunk; any other answer is held until it is whole, so that
 * one that breaks can still become a proper error.
 */
export async function answer(
  exchange: Exchange,
  upstream: UpstreamAnswer,
  reply: Reply,
  now: () => number,
): Promise<Refusal | undefined> {
  const isStream = upstream.headers["content-type"]?.toLowerCase().startsWith("text/event-stream") ?? false;
  const headers = {
    "x-request-id": exchange.id,
    ...headersForCaller(upstream.headers, { isStream }),
    "x-codex-proxy-request-id": exchange.id,
  };
  const answer: Answer = {
    status: upstream.status,
    headers,
    isStream,
    body: new AnswerBody(),
    ending: { kind: "whole" },
  };
  exchange.answer = answer;
  const keep = (chunk: Buffer): void => {
    exchange.firstByteMs ??= elapsedMs(exchange.startedAtMs, now());
    answer.body.append(chunk);
  };
  return isStream
    ? passStream(exchange, answer, upstream, reply, keep)
    : passWhole(exchange, answer, upstream, reply, keep, now);
}

/** For load balancers and monitors; says nothing of the stores behind, which have alarms of their own. */
export function answerHealth(exchange: Exchange, reply: Reply): undefined {
  const stream = reply.open(200, {
    "content-type": "application/json",
    "x-request-id": exchange.id,
    "x-codex-proxy-request-id": exchange.id,
  });
  stream.write(Buffer.from('{"status":"ok"}'));
  stream.end();
}

async function passStream(
  exchange: Exchange,
  answer: Answer,
  upstream: UpstreamAnswer,
  reply: Reply,
  keep: (chunk: Buffer) => void,
): Promise<undefined> {
  const stream = reply.open(answer.status, answer.headers);
  let isGone = false;
  let wasServed = false;
  reply.onGone(() => {
    isGone = true;
    wasServed = hasTerminalEvent(answer.body.whole());
  });
  answer.ending = await upstream.receive((chunk) => {
    keep(chunk);
    if (isGone) return true;
    const hasRoom = stream.write(chunk);
    if (!hasRoom) stream.once("drain", () => upstream.resume());
    return hasRoom;
  });
  // Codex hangs up as soon as it has read the terminal event: whatever happens to the connections then is a success.
  if (isGone ? wasServed : isBrokenAfterItsEnd(answer)) answer.ending = { kind: "whole" };
  const failure = streamFailureOf(answer.ending);
  if (failure !== undefined) {
    const event = failureEvent(exchange.route, answer.body.whole(), failure);
    stream.write(event);
    answer.body.append(event);
  }
  stream.end();
}

function isBrokenAfterItsEnd({ ending, body }: Answer): boolean {
  return ending.kind !== "whole" && hasTerminalEvent(body.whole());
}

async function passWhole(
  exchange: Exchange,
  answer: Answer,
  upstream: UpstreamAnswer,
  reply: Reply,
  keep: (chunk: Buffer) => void,
  now: () => number,
): Promise<Refusal | undefined> {
  answer.ending = await upstream.receive((chunk) => {
    keep(chunk);
    return true;
  });
  const broken = refusalOf(answer.ending, elapsedMs(exchange.startedAtMs, now()));
  if (broken !== undefined) return broken;
  const stream = reply.open(answer.status, answer.headers);
  for (const piece of answer.body.pieces()) stream.write(piece);
  stream.end();
  return undefined;
}

function streamFailureOf(ending: Ending): StreamFailure | undefined {
  switch (ending.kind) {
    case "whole":
    case "client_closed":
      return undefined;
    case "cut_off":
      return "upstream_unreachable";
    case "silent":
      return "upstream_timeout";
    case "deadline":
      return "deadline";
  }
}

function refusalOf(ending: Ending, waitedMs: number): Refusal | undefined {
  switch (ending.kind) {
    case "whole":
      return undefined;
    case "client_closed":
      return new Refusal({ code: "client_closed" });
    case "cut_off":
      return new Refusal({ code: "upstream_unreachable", cause: ending.cause });
    case "silent":
    case "deadline":
      return new Refusal({ code: "upstream_timeout", waitedMs });
  }
}
