import { isUtf8 } from "node:buffer";
import type { CompressedBlocks } from "./compressed-blocks.ts";
import { type ExchangeSummary, type ExchangeWords, summaryJson } from "./exchange-record.ts";
import { GzipText, gzipMember } from "./gzip-text.ts";

/** A body is escaped in blocks of this size, so that a large one never holds up other exchanges for long. */
const blockBytes = 64 * 1024;

/** Below this a body is not worth blocks of its own. */
const minBlockBytes = 8 * 1024;

/**
 * One exchange as its archive object: one line of JSON, gzipped, with the summary before the words, so that the first
 * kilobyte tells everything but the words.
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
  const member = await gzipMember(escaped(block));
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
