import type { ServerResponse } from "node:http";
import { setTimeout as wait } from "node:timers/promises";

/** About as fast as a model writes. */
const pauseMs = 15;

export function sendJson(response: ServerResponse, value: object, status = 200): void {
  response.writeHead(status, { "content-type": "application/json" });
  response.end(JSON.stringify(value));
}

export function sendError(response: ServerResponse, status: number, message: string): void {
  sendJson(response, { error: { message, type: "invalid_request_error", param: null, code: null } }, status);
}

/** Server-sent events, one chunk each. An event that has a `type` gets it as its name, as the Responses API does. */
export async function sendEvents(
  response: ServerResponse,
  events: readonly (object | "[DONE]")[],
): Promise<void> {
  response.writeHead(200, { "content-type": "text/event-stream; charset=utf-8" });
  for (const event of events) {
    if (response.destroyed) return;
    const name = typeof event === "object" && "type" in event ? `event: ${String(event.type)}\n` : "";
    response.write(`${name}data: ${typeof event === "string" ? event : JSON.stringify(event)}\n\n`);
    await wait(pauseMs);
  }
  response.end();
}
