import { failureEvent } from "../domain/failure-event.ts";
import { type Refusal, wireError } from "../domain/refusal.ts";
import type { Exchange, Reply } from "../exchange.ts";

/** The proxy's own answer, in OpenAI's shape; where an answer is on its way already, its last event. */
export function refuse(exchange: Exchange, refusal: Refusal, reply: Reply): void {
  exchange.refusal = refusal;
  if (reply.body !== undefined) {
    const { body } = exchange.answer ?? {};
    const event = failureEvent(exchange.route, body?.whole() ?? Buffer.alloc(0), "internal_error");
    body?.append(event);
    reply.body.write(event);
    return reply.body.end();
  }
  const { status, headers, body } = wireError(refusal);
  const ids = { "x-request-id": exchange.id, "x-codex-proxy-request-id": exchange.id };
  const sent = { status, headers: { ...headers, ...ids }, body: Buffer.from(JSON.stringify(body)) };
  exchange.ownAnswer = sent;
  const stream = reply.open(sent.status, sent.headers);
  stream.write(sent.body);
  stream.end();
}
