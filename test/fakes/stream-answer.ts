import { setImmediate, setTimeout } from "node:timers/promises";
import type { Behaviour } from "./fake-openai.ts";
import { openAiHeaders } from "./openai-headers.ts";

export interface StreamOptions {
  status?: number;
  headers?: Record<string, string>;
  /** Between two chunks; without it they follow one another as fast as the event loop turns. */
  gapMs?: number;
  /** `end` closes the stream as it should be, `die` breaks the connection, `hang` falls silent for ever. */
  ending?: "end" | "die" | "hang";
}

/** Server-sent events, in exactly these chunks. */
export function streamAnswer(chunks: readonly Buffer[], options: StreamOptions = {}): Behaviour {
  const { status = 200, headers = {}, gapMs, ending = "end" } = options;
  return async (_request, response) => {
    response.writeHead(status, {
      ...openAiHeaders(),
      "content-type": "text/event-stream; charset=utf-8",
      ...headers,
    });
    response.flushHeaders();
    for (const chunk of chunks) {
      await (gapMs === undefined ? setImmediate() : setTimeout(gapMs));
      if (response.destroyed) return;
      await new Promise<void>((resolve) => response.write(chunk, () => resolve()));
    }
    if (ending === "end") response.end();
    if (ending === "die") response.destroy();
  };
}
