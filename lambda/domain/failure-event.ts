import type { Route } from "./routes.ts";
import { eventAfter, eventsFromEnd, eventsFromStart } from "./sse.ts";

/** Why a stream could not be brought to its end. */
export type StreamFailure = "upstream_unreachable" | "upstream_timeout" | "deadline" | "internal_error";

const failures: Record<StreamFailure, { code: string; message: string }> = {
  upstream_unreachable: {
    code: "upstream_unreachable",
    message: "codex-proxy: OpenAI broke the answer off before its end. Try again.",
  },
  upstream_timeout: {
    code: "upstream_timeout",
    message: "codex-proxy: OpenAI fell silent in the middle of the answer. Try again.",
  },
  deadline: {
    // The one code after which Codex shows the message and does not send the request again: another try would run
    // into the same limit, and be billed again.
    code: "invalid_prompt",
    message:
      "codex-proxy: the answer took longer than one request may. Ask for less at once, or for less reasoning effort.",
  },
  internal_error: {
    code: "internal_error",
    message: "codex-proxy: something went wrong inside the proxy in the middle of the answer. Try again.",
  },
};

/**
 * The last event of a stream that broke: what Codex and the SDKs understand as a failed answer, after which the stream
 * must be ended at once. Chat Completions has no such event; there the SDKs look for `error` in the data.
 * @param before all that the caller has received so far
 */
export function failureEvent(route: Route | undefined, before: Buffer, failure: StreamFailure): Buffer {
  const { code, message } = failures[failure];
  if (route === "chat_completions") {
    return eventAfter(before, "response.failed", {
      error: { message, type: "server_error", code, param: null },
    });
  }
  return eventAfter(before, "response.failed", {
    type: "response.failed",
    sequence_number: lastSequenceNumber(before) + 1,
    response: { ...responseSoFar(before), status: "failed", error: { code, message } },
  });
}

/** The response object of the first event, so that id and model stay what they were. */
function responseSoFar(before: Buffer): object {
  for (const data of eventsFromStart(before)) {
    const event = parse(data);
    if (typeof event["response"] === "object" && event["response"] !== null) return event["response"];
    break;
  }
  return { object: "response", output: [], usage: null };
}

function lastSequenceNumber(before: Buffer): number {
  for (const data of eventsFromEnd(before)) {
    const number = parse(data)["sequence_number"];
    if (typeof number === "number") return number;
  }
  return -1;
}

function parse(data: string): Record<string, unknown> {
  try {
    const event = JSON.parse(data) as unknown;
    return typeof event === "object" && event !== null ? (event as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}
