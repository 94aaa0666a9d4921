import { isUtf8 } from "node:buffer";
import { type Body, minBlockBytes } from "./body.ts";
import { type ExchangeSummary, type ExchangeWords, summaryJson } from "./exchange-record.ts";
import { GzipText, escaped, textBlocks } from "./gzip-text.ts";
import { addKnownBody } from "./known-body.ts";
import type { KnownBlocks } from "./known-blocks.ts";
import { scrubBytes, scrubJson } from "./scrub.ts";

/** Bodies of together less than this are written in one go. */
const smallBytes = 32 * 1024;

/**
 * One exchange as its archive object: one line of JSON, gzipped, with the summary before the words, so that the first
 * kilobyte tells everything but the words. Proxy tokens and the key are taken out of all of it, here and nowhere else.
 */
export async function archiveObject(
  summary: ExchangeSummary,
  words: ExchangeWords,
  knownBlocks: KnownBlocks,
): Promise<Buffer> {
  const requestBytes = words.request.body?.length ?? 0;
  const isSmall =
    requestBytes < minBlockBytes && requestBytes + (words.response.body?.length ?? 0) < smallBytes;
  return isSmall ? smallObject(summary, words) : largeObject(summary, words, knownBlocks);
}

function smallObject(summary: ExchangeSummary, { request, response, key }: ExchangeWords): Buffer {
  const json = JSON.stringify({
    ...summaryJson(summary),
    request: { ...request, body: keptOf(request.body, key) },
    response: { ...response, body: kept(response.body, key) },
  });
  return new GzipText().add(`${scrubJson(json, key)}\n`).end();
}

function keptOf(body: Body | undefined, key: string | undefined): ReturnType<typeof kept> {
  return body?.read((bytes) => kept(bytes, key)) ?? null;
}

function kept(body: Buffer | undefined, key: string | undefined): string | { base64: string } | null {
  if (body === undefined) return null;
  return isUtf8(body) ? body.toString("utf8") : inBase64(body, key);
}

async function largeObject(
  summary: ExchangeSummary,
  { request, response, key }: ExchangeWords,
  knownBlocks: KnownBlocks,
): Promise<Buffer> {
  const head = JSON.stringify({ ...summaryJson(summary), request: { ...request, body: undefined } });
  const between = JSON.stringify({ response: { ...response, body: undefined } });
  const text = new GzipText();
  text.add(`${scrubJson(head.slice(0, -2), key)},"body":`);
  const isAdded = request.body !== undefined && (await addKnownBody(text, request.body, key, knownBlocks));
  if (!isAdded) await text.add(JSON.stringify(keptOf(request.body, key))).compressBlock();
  text.add(`},${scrubJson(between.slice(1, -2), key)},"body":`);
  await addBody(text, response.body, key);
  return text.add("}}\n").end();
}

async function addBody(text: GzipText, body: Buffer | undefined, key: string | undefined): Promise<void> {
  if (body === undefined || !isUtf8(body)) {
    return text.add(JSON.stringify(kept(body, key))).compressBlock();
  }
  const scrubbed = scrubBytes(body, key);
  text.add('"');
  for (const { start, end } of textBlocks(scrubbed)) {
    text.add(escaped(scrubbed.subarray(start, end)));
    await text.compressBlock();
  }
  text.add('"');
}

function inBase64(body: Buffer, key: string | undefined): { base64: string } {
  return { base64: scrubBytes(body, key).toString("base64") };
}
