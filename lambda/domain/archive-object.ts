import { isUtf8 } from "node:buffer";
import { promisify } from "node:util";
import { gzip, gzipSync } from "node:zlib";
import { type ExchangeSummary, type ExchangeWords, summaryJson } from "./exchange-record.ts";

const gzipInPool = promisify(gzip);

/**
 * Level 1 takes a fifth of the time of level 6 and leaves a tenth more; the bodies are most of what the proxy's
 * processor time goes into.
 */
const level = 1;

/** Text is escaped and compressed in blocks of this size, so that a large body never holds up other exchanges for long. */
const blockBytes = 64 * 1024;

/**
 * One exchange as its archive object: one line of JSON, gzipped, with the summary before the words, so that the first
 * kilobyte tells everything but the words.
 *
 * The object is a series of gzip members, as RFC 1952 §2.2 allows and every reader joins:
 * https://www.rfc-editor.org/rfc/rfc1952#page-5
 */
export async function archiveObject(summary: ExchangeSummary, words: ExchangeWords): Promise<Buffer> {
  const { request, response } = words;
  const head = JSON.stringify({
    ...summaryJson(summary),
    request: { method: request.method, path: request.path, headers: request.headers },
  }).slice(0, -2);
  const between = JSON.stringify({ response: { status: response.status, headers: response.headers } });
  const text = new GzipText();
  await text.add(`${head},"body":`);
  await addBody(text, request.body);
  await text.add(`},${between.slice(1, -2)},"body":`);
  await addBody(text, response.body);
  await text.add("}}\n");
  return text.end();
}

async function addBody(text: GzipText, body: Buffer | undefined): Promise<void> {
  if (body === undefined) return text.add("null");
  if (!isUtf8(body)) return text.add(`{"base64":"${body.toString("base64")}"}`);
  await text.add('"');
  for (let start = 0; start < body.length;) {
    const end = characterBoundary(body, start + blockBytes);
    await text.add(JSON.stringify(body.toString("utf8", start, end)).slice(1, -1));
    start = end;
  }
  await text.add('"');
}

/** The first place at or behind `at` where no UTF-8 character is cut. */
function characterBoundary(body: Buffer, at: number): number {
  while (at < body.length && (body[at]! & 0xc0) === 0x80) at++;
  return Math.min(at, body.length);
}

/** Gathers text and compresses it block by block: a large block in the thread pool, a small rest at once. */
class GzipText {
  readonly #members: Buffer[] = [];
  #pending = "";

  async add(text: string): Promise<void> {
    this.#pending += text;
    if (this.#pending.length < blockBytes) return;
    const block = this.#pending;
    this.#pending = "";
    this.#members.push(await gzipInPool(block, { level }));
  }

  end(): Buffer {
    if (this.#pending !== "") this.#members.push(gzipSync(this.#pending, { level }));
    return this.#members.length === 1 ? this.#members[0]! : Buffer.concat(this.#members);
  }
}
