import type * as http from "node:http";
import { buffer } from "node:stream/consumers";
import { type Headers, fromRawHeaders } from "../../lambda/domain/headers.ts";

/** A request as it arrived: every byte of its body, every header in its order and spelling. */
export interface RecordedRequest {
  method: string;
  /** Path and query, undecoded. */
  url: string;
  rawHeaders: readonly string[];
  headers: Headers;
  body: Buffer;
}

/** @throws where the sender goes away before the body is whole */
export async function recordRequest(incoming: http.IncomingMessage): Promise<RecordedRequest> {
  const body = await buffer(incoming);
  const { method = "", url = "", rawHeaders } = incoming;
  return { method, url, rawHeaders, headers: fromRawHeaders(rawHeaders), body };
}
