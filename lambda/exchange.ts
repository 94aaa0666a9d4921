import type { AnswerBody } from "./domain/answer-body.ts";
import type { Body } from "./domain/body.ts";
import type { Client } from "./domain/client.ts";
import type { Finding } from "./domain/exchange-record.ts";
import type { Headers } from "./domain/headers.ts";
import type { KnownBlocks } from "./domain/known-blocks.ts";
import type { Refusal } from "./domain/refusal.ts";
import type { Route } from "./domain/routes.ts";
import type { InFlight } from "./steps/in-flight.ts";
import type { TokenRecord } from "./domain/token-record.ts";

/** A request as a host hands it over. */
export interface ProxyRequest {
  method: string;
  /** As it came: not decoded, not normalised, without the query. */
  path: string;
  /** Without the question mark; empty where there is none. */
  query: string;
  headers: Headers;
  /** The address it came from, as the host knows it; never what a header says. */
  source?: string | undefined;
  /** Milliseconds since 1970 at which the host will end the request by force; Infinity where it never does. */
  deadlineMs: number;
  /**
   * Read only once the caller is known, so that nobody can make the proxy hold a body without a token.
   * @param known what need not be held again
   */
  readBody(known?: KnownBlocks): Promise<Body | Refusal>;
}

/** Path and query, as one. */
export function fullPath({ path, query }: ProxyRequest): string {
  return query === "" ? path : `${path}?${query}`;
}

/** How a host lets the proxy answer. */
export interface Reply {
  /** Sets status and headers, which go out with the first write. Called once; the answer must then be ended. */
  open(status: number, headers: Headers): ReplyBody;
  /** What `open` returned; undefined until then. */
  readonly body: ReplyBody | undefined;
  /** Calls back once if the caller goes away before the answer has ended. A Function URL never tells. */
  onGone(listener: () => void): void;
}

/** The part of a writable stream that both hosts have: Node's response, and the facade of AWS's runtime client. */
export interface ReplyBody {
  /** @returns false where the caller reads too slowly: wait for `drain` before the next write */
  write(chunk: Uint8Array): boolean;
  once(event: "drain", listener: () => void): unknown;
  end(): void;
}

/** How the reading of OpenAI's answer ended. */
export type Ending =
  | { kind: "whole" }
  | { kind: "cut_off"; cause: unknown }
  | { kind: "silent" }
  | { kind: "deadline" }
  | { kind: "client_closed" };

/** What OpenAI answered, as far as it has been read. */
export interface Answer {
  status: number;
  headers: Headers;
  isStream: boolean;
  body: AnswerBody;
  ending: Ending;
}

/** One request and all that becomes of it; each step adds what it found out. */
export interface Exchange {
  readonly id: string;
  readonly startedAtMs: number;
  readonly request: ProxyRequest;
  readonly client: Client;
  route?: Route;
  caller?: TokenRecord;
  /** Absent until it has been read. */
  body?: Body;
  /** The body is still on its way to OpenAI: its memory must stay as it is. */
  isBodyUnderWay?: boolean;
  /** What may be kept of the body: without the secrets that were found in it, and nothing before it has been searched. */
  keptBody?: Body;
  findings?: readonly Finding[];
  /** The body could not be searched for secrets, or not to its end, and passed all the same. */
  isScanUnfinished?: true;
  /** The key that went out with the request, so that no record of it can hold the key. */
  key?: string;
  authMs: number;
  /** From the start of the exchange to the first byte of OpenAI's body. */
  firstByteMs: number | null;
  inFlight?: InFlight;
  answer?: Answer;
  refusal?: Refusal;
  /** What the caller was sent in the place of OpenAI's answer. */
  ownAnswer?: { status: number; headers: Headers; body: Buffer };
}
