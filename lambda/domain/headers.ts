/** Lower-case name → value; a header that came twice is joined with ", ", as a Function URL does. */
export type Headers = Record<string, string>;

// https://www.rfc-editor.org/rfc/rfc9110#section-7.6.1
const hopByHop = [
  "connection",
  "keep-alive",
  "proxy-authenticate",
  "proxy-authorization",
  "proxy-connection",
  "te",
  "trailer",
  "transfer-encoding",
  "upgrade",
];

/** A deny-list: Codex's own headers change from release to release, and an allow-list would break sticky routing. */
const neverToUpstream = new Set([
  ...hopByHop,
  "accept-encoding",
  "authorization",
  "content-length",
  "cookie",
  "expect",
  "forwarded",
  "host",
  "http2-settings",
  // Who pays is the organisation's key's to say: https://platform.openai.com/docs/api-reference/authentication
  "openai-organization",
  "openai-project",
  "via",
  "x-api-key",
]);
const neverToUpstreamPrefixes = ["x-amz", "x-forwarded-", "cf-"];

const neverToCaller = new Set([...hopByHop, "openai-organization", "openai-project", "set-cookie"]);

/** What of a caller's headers goes to OpenAI. The key is not among them: the forward step adds it last, so that nothing can remove it. */
export function headersForUpstream(headers: Headers): Headers {
  const named = namedByConnection(headers);
  const kept: Headers = {};
  for (const [name, value] of Object.entries(headers)) {
    if (neverToUpstream.has(name) || named.has(name)) continue;
    if (neverToUpstreamPrefixes.some((prefix) => name.startsWith(prefix))) continue;
    kept[name] = value;
  }
  // A compressed answer could not be read for its usage, and a Function URL would undo it:
  // https://github.com/aws/aws-lambda-nodejs-runtime-interface-client/issues/96
  kept["accept-encoding"] = "identity";
  return kept;
}

/** What of OpenAI's headers goes back to the caller. A stream's length is not known, whatever its header says. */
export function headersForCaller(headers: Headers, options: { isStream: boolean }): Headers {
  const named = namedByConnection(headers);
  const kept: Headers = {};
  for (const [name, value] of Object.entries(headers)) {
    if (neverToCaller.has(name) || named.has(name)) continue;
    if (options.isStream && name === "content-length") continue;
    kept[name] = value;
  }
  return kept;
}

/** Node's `rawHeaders`, which keep what `headers` drops: a second Authorization must be seen to be refused. */
export function fromRawHeaders(rawHeaders: readonly string[]): Headers {
  const headers: Headers = Object.create(null) as Headers;
  for (let i = 0; i + 1 < rawHeaders.length; i += 2) {
    const name = rawHeaders[i]!.toLowerCase();
    const value = rawHeaders[i + 1]!;
    const before = headers[name];
    headers[name] = before === undefined ? value : `${before}, ${value}`;
  }
  return headers;
}

// https://www.rfc-editor.org/rfc/rfc9110#section-7.6.1: a proxy must drop what Connection names.
function namedByConnection(headers: Headers): Set<string> {
  const names = headers["connection"]?.toLowerCase().split(",") ?? [];
  return new Set(names.map((name) => name.trim()));
}
