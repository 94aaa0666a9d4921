import type { Headers } from "../../lambda/domain/headers.ts";

/**
 * The rule of what reaches OpenAI of a caller's headers, written down a second time, in the words of the contract, so
 * that a test does not ask the code whether the code is right.
 */
const neverForwarded =
  /^(authorization|host|cookie|connection|keep-alive|proxy-.*|te|trailer|transfer-encoding|upgrade|accept-encoding|content-length|forwarded|via|x-api-key|openai-organization|openai-project|x-amz.*|x-forwarded-.*|cf-.*)$/;

/** What must arrive, given what was sent; without those that the transport sets itself. */
export function forwardedHeaders(
  sent: readonly (readonly [name: string, value: string])[],
  key: string,
): Headers {
  const kept = sent.filter(([name]) => !neverForwarded.test(name.toLowerCase()));
  return {
    ...Object.fromEntries(kept.map(([name, value]) => [name.toLowerCase(), value])),
    authorization: `Bearer ${key}`,
    "accept-encoding": "identity",
  };
}

/** What did arrive, without those that the transport sets itself. */
export function withoutTransport({ ...headers }: Headers): Headers {
  for (const name of ["host", "connection", "content-length"]) delete headers[name];
  return headers;
}
