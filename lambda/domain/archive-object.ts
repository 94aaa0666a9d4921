import { isUtf8 } from "node:buffer";
import { promisify } from "node:util";
import { gzip, gzipSync } from "node:zlib";
import type { CompressedBlocks } from "./compressed-blocks.ts";
import { type ExchangeSummary, type ExchangeWords, summaryJson } from "./exchange-record.ts";

const gzipInPool = promisify(gzip);

/**
 * Level 1 takes a fifth of the time of level 6 and leaves a tenth more; the bodies are most of what the proxy's
 * processor time goes into.
 */
const level = 1;

/** Text is escaped and compressed in blocks of this size, so that a large body never holds up other exchanges for long. */
const blockBytes = 64 * 1024;

/** Below this a body is not worth blocks of its own. */
const minBlockBytes = 8 * 1024;

/**
 * One exchange as its archive object: one line of JSON, gzipped, with the summary before the words, so that the first
 * kilobyte tells everything but the words.
 *
 * The object is a series of gzip members, as RFC 1952 §2.2 allows and every reader joins:
 * https://www.rfc-editor.org/rfc/rfc1952#page-5
 */
export async function archiveObject(
  summary: ExchangeSummary,
  words: ExchangeWords,
  knownBlocks: CompressedBlocks,
): Promise<Buffer> {
  const { request, response } = words;
  const head = JSON.stringify({
    ...summaryJson(summary),
    request: { method: request.method, path: request.path, headers: request.headers },
  });
  const between = JSON.stringify({ response: { status: response.status, headers: response.headers } });
  const text = new GzipText();
  await text.add(`${head.slice(0, -2)},"body":`);
  await addBody(text, request.body, knownBlocks);
  await text.add(`},${between.slice(1, -2)},"body":`);
  await addBody(text, response.body);
  await text.add("}}\n");
  return text.end();
}

/** @param knownBlocks where the body is likely to have been archived before, but for its end */
async function addBody(
  text: GzipText,
  body: Buffer | undefined,
  knownBlocks?: CompressedBlocks,
): Promise<void> {
  if (body === undefined) return text.add("null");
  if (!isUtf8(body)) return text.add(`{"base64":"${body.toString("base64")}"}`);
  await text.add('"');
  for (let start = 0; start < body.length;) {
    const end = characterBoundary(body, start + blockBytes);
    const block = body.subarray(start, end);
    if (knownBlocks === undefined || block.length < minBlockBytes) await text.add(escaped(block));
    else text.addMember(await knownMember(block, knownBlocks));
    start = end;
  }
  await text.add('"');
}

async function knownMember(block: Buffer, knownBlocks: CompressedBlocks): Promise<Buffer> {
  const known = knownBlocks.find(block);
  if (known !== undefined) return known;
  const member = await gzipInPool(escaped(block), { level });
  knownBlocks.add(block, member);
  return member;
}

/** Text as it stands between the quotes of a JSON string. */
function escaped(block: Buffer): string {
  return JSON.stringify(block.toString("utf8")).slice(1, -1);
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

  /** Text that is compressed already. */
  addMember(member: Buffer): void {
    this.#flush();
    this.#members.push(member);
  }

  end(): Buffer {
    this.#flush();
    return this.#members.length === 1 ? this.#members[0]! : Buffer.concat(this.#members);
  }

  #flush(): void {
    if (this.#pending === "") return;
    // A small window and a small output chunk: what is set up for each call costs more than the compressing itself.
    this.#members.push(gzipSync(this.#pending, { level, windowBits: 13, memLevel: 6, chunkSize: 4096 }));
    this.#pending = "";
  }
}
