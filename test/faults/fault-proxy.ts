import { once } from "node:events";
import * as net from "node:net";
import { setTimeout as wait } from "node:timers/promises";
import type { FakeNames, NameFailure } from "./fake-names.ts";

/** What befalls a connection, or its name. `dead` is a kept-alive one that breaks when it is used again. */
export type Failure =
  | NameFailure
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
  /** Only requests whose bytes hold this text. A name without it fails at once. */
  in?: string | undefined;
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
  readonly #target: URL;
  readonly #name: string;
  readonly #names: FakeNames;
  #port = 0;
  #fault: Fault | undefined;
  #left = 0;
  #strikes = 0;

  /** @param name by which its clients know it */
  static async start(target: URL, name: string, names: FakeNames): Promise<FaultProxy> {
    const proxy = new FaultProxy(target, name, names);
    await proxy.#listen();
    return proxy;
  }

  private constructor(target: URL, name: string, names: FakeNames) {
    this.#target = target;
    this.#name = name;
    this.#names = names;
  }

  get url(): URL {
    return new URL(`http://${this.#name}:${this.#port}`);
  }

  /** How often the fault has struck. Of a connection that is refused nobody here learns. */
  get strikes(): number {
    return isNameFailure(this.#fault?.failure) ? this.#names.strikes(this.#name) : this.#strikes;
  }

  async inject(fault: Fault): Promise<void> {
    this.#fault = fault;
    this.#left = fault.times ?? Infinity;
    this.#strikes = 0;
    if (fault.failure === "refused") await this.close();
    if (isNameFailure(fault.failure) && fault.in === undefined) {
      this.#failName(fault.failure);
      // A client must have seen its kept-alive connections go, to look the name up again.
      await wait(50);
    }
  }

  /** From now on all is well again. */
  async clear(): Promise<void> {
    this.#fault = undefined;
    this.#names.clear(this.#name);
    if (!this.#server.listening) await this.#listen();
  }

  async close(): Promise<void> {
    const closed = once(this.#server, "close");
    this.#server.close();
    for (const socket of this.#sockets) socket.destroy();
    await closed;
  }

  /** Connections that stand know no name: they break, and the next one has to look it up. */
  #failName(failure: NameFailure): void {
    this.#names.fail(this.#name, failure, this.#left);
    this.#left = 0;
    for (const socket of this.#sockets) socket.destroy();
  }

  async #listen(): Promise<void> {
    this.#server.listen(this.#port, "127.0.0.1");
    await once(this.#server, "listening");
    this.#port = (this.#server.address() as net.AddressInfo).port;
  }

  #serve(client: net.Socket): void {
    const server = net.connect(Number(this.#target.port), this.#target.hostname);
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
      if (isNameFailure(fault?.failure)) return this.#failName(fault.failure);
      if (fault !== undefined && fault.after === undefined) {
        this.#strikes++;
        return befall(client, fault.failure);
      }
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
      this.#strikes++;
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
    // A name counts for itself how often it has failed.
    if (!isNameFailure(fault.failure)) this.#left--;
    return fault;
  }
}

function isNameFailure(failure: Failure | undefined): failure is NameFailure {
  return failure === "ENOTFOUND" || failure === "EAI_AGAIN" || failure === "never connects";
}

function befall(client: net.Socket, failure: Failure): void {
  switch (failure) {
    case "refused":
    case "silent":
    case "ENOTFOUND":
    case "EAI_AGAIN":
    case "never connects":
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
