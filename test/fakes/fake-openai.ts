import type * as http from "node:http";
import type { LocalServer } from "./local-server.ts";
import { plausibleAnswer } from "./plausible-answer.ts";
import type { RecordedRequest } from "./recorded-request.ts";
import { startRecordedServer } from "./recorded-server.ts";

/** How the fake answers one request: by the rules, or against every one of them. */
export type Behaviour = (request: RecordedRequest, response: http.ServerResponse) => void | Promise<void>;

/** An OpenAI that does what a test tells it to, and remembers every request that came whole. */
export class FakeOpenAi {
  readonly requests: RecordedRequest[] = [];
  #behaviour: Behaviour = plausibleAnswer;
  #server!: LocalServer;

  static async start(behaviour?: Behaviour): Promise<FakeOpenAi> {
    const fake = new FakeOpenAi();
    if (behaviour !== undefined) fake.answerWith(behaviour);
    // What is too long for OpenAI is OpenAI's to say; the fake takes whatever the proxy lets through.
    fake.#server = await startRecordedServer(
      fake.requests,
      async (request, outgoing) => {
        // Each piece of a stream leaves at once, as from OpenAI.
        outgoing.socket?.setNoDelay(true);
        await fake.#behaviour(request, outgoing);
      },
      { maxHeaderSize: 1024 * 1024 },
    );
    return fake;
  }

  get url(): URL {
    return this.#server.url;
  }

  /** For every request from now on; `inTurn` makes one behaviour out of several. */
  answerWith(behaviour: Behaviour): void {
    this.#behaviour = behaviour;
  }

  /** Forgets the requests so far and is plausible again. */
  reset(): void {
    this.requests.length = 0;
    this.#behaviour = plausibleAnswer;
  }

  async close(): Promise<void> {
    await this.#server.close();
  }
}
