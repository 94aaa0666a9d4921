import * as http from "node:http";
import { type Headers, fromRawHeaders } from "../../lambda/domain/headers.ts";
import { within } from "./within.ts";

export interface Call {
  method?: string;
  /** With its query; sent exactly as it stands. */
  path?: string;
  token?: string;
  /** In this order and spelling; a name may stand more than once. */
  headers?: readonly (readonly [name: string, value: string])[];
  body?: Buffer | string;
}

/** A whole answer. */
export interface Answer {
  status: number;
  headers: Headers;
  body: Buffer;
}

/** An answer of which status and headers are there, and the rest is still to come. */
export class OpenAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly #incoming: http.IncomingMessage;
  readonly #chunks: AsyncIterator<Buffer>;

  constructor(incoming: http.IncomingMessage) {
    this.status = incoming.statusCode ?? 0;
    this.headers = fromRawHeaders(incoming.rawHeaders);
    this.#incoming = incoming;
    this.#chunks = incoming[Symbol.asyncIterator]() as AsyncIterator<Buffer>;
  }

  /** Reads until these bytes have come, and fails if others come instead. */
  async read(expected: Buffer): Promise<void> {
    let received = Buffer.alloc(0);
    while (received.length < expected.length) {
      const { value, done } = await within("the next piece of the answer", this.#chunks.next());
      if (done) throw new Error(`the answer ended after ${received.length} of ${expected.length} bytes`);
      received = Buffer.concat([received, value as Buffer]);
    }
    if (!received.equals(expected)) throw new Error(`other bytes came: ${received.toString("utf8")}`);
  }

  /** All that is still to come. Fails where the answer breaks off. */
  async rest(): Promise<Buffer> {
    const chunks: Buffer[] = [];
    while (true) {
      const { value, done } = await within("the end of the answer", this.#chunks.next());
      if (done) return Buffer.concat(chunks);
      chunks.push(value as Buffer);
    }
  }

  hangUp(): void {
    this.#incoming.destroy();
  }
}

/** Sends a request and waits for status and headers. */
export async function open(proxy: URL, call: Call): Promise<OpenAnswer> {
  const { method = "POST", path = "/v1/responses", body = "" } = call;
  const answered = Promise.withResolvers<http.IncomingMessage>();
  const request = http.request({
    agent: false,
    host: proxy.hostname,
    port: proxy.port,
    method,
    path,
    headers: rawHeaders(proxy, call).flat(),
  });
  request.on("response", answered.resolve);
  request.on("error", answered.reject);
  request.end(body);
  return new OpenAnswer(await within(`an answer to ${method} ${path}`, answered.promise));
}

/** Sends a request and waits for the whole answer. */
export async function call(proxy: URL, call: Call): Promise<Answer> {
  const answer = await open(proxy, call);
  return { status: answer.status, headers: answer.headers, body: await answer.rest() };
}

function rawHeaders(
  proxy: URL,
  { method, token, headers = [], body = "" }: Call,
): (readonly [string, string])[] {
  return [
    ["Host", proxy.host],
    ...(token === undefined ? [] : [["Authorization", `Bearer ${token}`] as const]),
    ...headers,
    ...(method === "GET" ? [] : [["Content-Length", String(Buffer.byteLength(body))] as const]),
  ];
}
