import { failureEvent } from "../domain/failure-event.ts";
import { type Refusal, wireError } from "../domain/refusal.ts";
import type { Exchange, Reply } from "../exchange.ts";

/** The proxy's own answer, in OpenAI's shape; where an answer is on its way already, its last event. */
export function refuse(exchange: Exchange, refusal: Refusal, reply: Reply): void {
  exchange.refusal = refusal;
  if (reply.body !== undefined) {
    reply.body.write(
      failureEvent(exchange.route, Buffer.concat(exchange.answer?.chunks ?? []), "internal_error"),
    );
    return reply.body.end();
  }
  const { status, headers, body } = wireError(refusal);
  const stream = reply.open(status, {
    ...headers,
    "x-request-id": exchange.id,
    "x-codex-proxy-request-id": exchange.id,
  });
  stream.write(Buffer.from(JSON.stringify(body)));
  stream.end();
}
