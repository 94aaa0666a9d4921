import type { Body } from "../domain/body.ts";
import { headersForUpstream } from "../domain/headers.ts";
import { Refusal } from "../domain/refusal.ts";
import { type Exchange, type Reply, fullPath } from "../exchange.ts";
import type { KeyStore } from "../stores/key-store.ts";
import { keyFor } from "./key-for.ts";
import type { UpstreamAnswer, UpstreamClient } from "./upstream-client.ts";

/** Sends the request on; resolves when OpenAI's status and headers are there. */
export type Forward = (exchange: Exchange, body: Body, reply: Reply) => Promise<UpstreamAnswer | Refusal>;

/** The body's bytes as they came, the caller's headers by the rule, and the organisation's key in place of the token. */
export function forwardTo(upstream: Pick<UpstreamClient, "send">, keys: KeyStore): Forward {
  return async function forward(exchange, body, reply) {
    const { method, headers, deadlineMs } = exchange.request;
    const sendWith = (key: string): Promise<UpstreamAnswer | Refusal> => {
      exchange.key = key;
      exchange.isBodyUnderWay = true;
      return upstream.send({
        method,
        path: fullPath(exchange.request),
        headers: { ...headersForUpstream(headers), authorization: `Bearer ${key}` },
        body,
        deadlineMs,
        onGone: (listener) => reply.onGone(listener),
        // Word of an attempt that was given up says nothing of the one that took its place.
        onSent: () => {
          if (exchange.key === key) exchange.isBodyUnderWay = false;
        },
      });
    };
    const key = await keyFor(exchange, keys);
    if (key instanceof Refusal) return key;
    const answer = await sendWith(key);
    if (answer instanceof Refusal || answer.status !== 401) return answer;
    // A rotated key costs no developer an error: OpenAI has not worked on a request whose key it does not know.
    const renewed = await keys.renew(key).catch(() => key);
    if (renewed === key) return answer;
    answer.discard();
    return sendWith(renewed);
  };
}
