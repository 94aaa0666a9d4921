import { readFileSync, readdirSync } from "node:fs";

/** One message of real traffic between Codex 0.169 and a recorder, from test/fixtures/codex-traffic. */
export interface RecordedMessage {
  name: string;
  /** `POST /v1/responses HTTP/1.1` or `HTTP/1.1 200`. */
  startLine: string;
  /** In their order and spelling. */
  headers: readonly (readonly [name: string, value: string])[];
  body: Buffer;
}

const folder = new URL("../fixtures/codex-traffic/", import.meta.url);

export function recordedTraffic(kind: "request" | "response"): RecordedMessage[] {
  const suffix = `.${kind}.http`;
  return readdirSync(folder)
    .filter((file) => file.endsWith(suffix))
    .map((file) => parse(file.slice(0, -suffix.length), readFileSync(new URL(file, folder))));
}

function parse(name: string, bytes: Buffer): RecordedMessage {
  const lineEnd = bytes[bytes.indexOf("\n") - 1] === 13 ? "\r\n" : "\n";
  const headEnd = bytes.indexOf(lineEnd + lineEnd);
  const [startLine = "", ...lines] = bytes.toString("latin1", 0, headEnd).split(lineEnd);
  const headers = lines.map((line) => {
    const colon = line.indexOf(": ");
    return [line.slice(0, colon), line.slice(colon + 2)] as const;
  });
  return { name, startLine, headers, body: bytes.subarray(headEnd + 2 * lineEnd.length) };
}
