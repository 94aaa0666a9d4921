import type * as http from "node:http";
import { within } from "./within.ts";
import type { Behaviour } from "./fake-openai.ts";
import { openAiHeaders } from "./openai-headers.ts";

/**
 * A stream of which the test sends each piece itself. What must come before what is then shown by order alone: the
 * second piece is not sent until the first has been seen at the other end.
 */
export class GatedStream {
  readonly #opened = Promise.withResolvers<http.ServerResponse>();

  readonly behaviour: Behaviour = (_request, response) => {
    response.writeHead(200, { ...openAiHeaders(), "content-type": "text/event-stream; charset=utf-8" });
    response.flushHeaders();
    this.#opened.resolve(response);
  };

  async send(bytes: Buffer): Promise<void> {
    const response = await this.#response();
    await new Promise<void>((resolve) => response.write(bytes, () => resolve()));
  }

  async end(): Promise<void> {
    (await this.#response()).end();
  }

  async die(): Promise<void> {
    (await this.#response()).destroy();
  }

  #response(): Promise<http.ServerResponse> {
    return within("a request to arrive at the fake OpenAI", this.#opened.promise);
  }
}
