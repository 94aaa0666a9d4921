import { once } from "node:events";
import * as net from "node:net";

/** What befalls a connection. `dead` is a kept-alive one that breaks when it is used again. */
export type Failure =
  | "refused"
  | "reset"
  | "closed"
  | "silent"
  | "garbage"
  | "unavailable"
  | "throttled"
  | "dead";

export interface Fault {
  failure: Failure;
  /** Only requests whose bytes hold this text. */
  in?: string;
  /** How many requests it befalls; without it, all of them. */
  times?: number;
  /** It strikes in the answer: how many of the bytes so far come through, or undefined while it is too early to say. */
  after?: (answer: Buffer) => number | undefined;
}

export const garbage = Buffer.from("\u0000\u0001 this is not what was expected \u00ff\r\n\r\n", "latin1");

/** Stands between a client and a server, and passes bytes until it is told to do something worse. */
export class FaultProxy {
  readonly #server = net.createServer((client) => this.#serve(client));
  readonly #sockets = new Set<net.Socket>();
  #target: URL | undefined;
  #port = 0;
  #fault: Fault | undefined;
  #left = 0;

  static async start(target?: URL): Promise<FaultProxy> {
    const proxy = new FaultProxy();
    await proxy.#listen();
    proxy.#target = target;
    return proxy;
  }

  get url(): URL {
    return new URL(`http://127.0.0.1:${this.#port}`);
  }

  forwardTo(target: URL): void {
    this.#target = target;
  }

  async inject(fault: Fault): Promise<void> {
    this.#fault = fault;
    this.#left = fault.times ?? Infinity;
    if (fault.failure === "refused") await this.close();
  }

  /** From now on all is well again. */
  async clear(): Promise<void> {
    this.#fault = undefined;
    if (!this.#server.listening) await this.#listen();
  }

  async close(): Promise<void> {
    const closed = once(this.#server, "close");
    this.#server.close();
    for (const socket of this.#sockets) socket.destroy();
    await closed;
  }

  async #listen(): Promise<void> {
    this.#server.listen(this.#port, "127.0.0.1");
    await once(this.#server, "listening");
    this.#port = (this.#server.address() as net.AddressInfo).port;
  }

  #serve(client: net.Socket): void {
    const server = net.connect(Number(this.#target!.port), this.#target!.hostname);
    for (const socket of [client, server]) {
      socket.setNoDelay(true);
      socket.on("error", () => {});
      socket.on("close", () => this.#sockets.delete(socket));
      this.#sockets.add(socket);
    }
    let wasUsed = false;
    let inAnswer: Fault | undefined;
    let answer = Buffer.alloc(0);
    client.on("data", (bytes) => {
      const fault = this.#strike(bytes, wasUsed);
      if (fault !== undefined && fault.after === undefined) return void befall(client, fault.failure);
      if (fault !== undefined) {
        inAnswer = fault;
        answer = Buffer.alloc(0);
      }
      server.write(bytes);
    });
    server.on("data", (bytes) => {
      wasUsed = true;
      if (inAnswer === undefined) return void client.write(bytes);
      const passed = answer.length;
      answer = Buffer.concat([answer, bytes]);
      const end = inAnswer.after!(answer);
      client.write(answer.subarray(passed, end));
      if (end === undefined) return;
      server.removeAllListeners("data").destroy();
      befall(client, inAnswer.failure);
    });
    client.on("close", () => server.destroy());
    server.on("end", () => client.end());
  }

  #strike(bytes: Buffer, wasUsed: boolean): Fault | undefined {
    const fault = this.#fault;
    if (fault === undefined || this.#left === 0) return undefined;
    if (fault.in !== undefined && !bytes.includes(fault.in)) return undefined;
    if (fault.failure === "dead" && !wasUsed) return undefined;
    this.#left--;
    return fault;
  }
}

function befall(client: net.Socket, failure: Failure): void {
  switch (failure) {
    case "refused":
    case "silent":
      return;
    case "reset":
    case "dead":
      return void client.resetAndDestroy();
    case "closed":
      return void client.end();
    case "garbage":
      return void client.end(garbage);
    case "unavailable":
      return void client.end(errorAnswer("503 Service Unavailable", "server_error"));
    case "throttled":
      return void client.end(errorAnswer("429 Too Many Requests", "rate_limit_exceeded"));
  }
}

function errorAnswer(status: string, code: string): string {
  const body = JSON.stringify({ __type: "ThrottlingException", error: { message: status, code } });
  return `HTTP/1.1 ${status}\r\ncontent-type: application/json\r\nconnection: close\r\ncontent-length: ${body.length}\r\n\r\n${body}`;
}
