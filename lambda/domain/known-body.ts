import { isUtf8 } from "node:buffer";
import { type Block, type Body, minBlockBytes } from "./body.ts";
import { type GzipText, escaped, gzipMember } from "./gzip-text.ts";
import type { KnownBlocks } from "./known-blocks.ts";
import { type ByteRange, credentialsIn, longestCredential, overwritten } from "./scrub.ts";

/**
 * Adds the body of a request as the inside of a JSON string, and its quotes. All but its end is likely to have been
 * archived a moment ago: what is known byte by byte is neither searched for credentials nor compressed again.
 * @returns false where it is no text; nothing has been added then
 */
export async function addKnownBody(
  text: GzipText,
  body: Body,
  key: string | undefined,
  knownBlocks: KnownBlocks,
): Promise<boolean> {
  const blocks = body.blocks.map((block) => knownAs(block, knownBlocks));
  if (!blocks.every((block) => memberFor(key, block) !== undefined || isUtf8(block.bytes))) return false;
  const kept = withoutCredentials(blocks, key);
  text.add('"');
  for (const [at, block] of blocks.entries()) {
    const bytes = kept[at]!;
    // What had to be hidden may have been the half of something, and is not what this block will always be.
    const isWhole = bytes === block.bytes;
    const known = isWhole ? memberFor(key, block) : undefined;
    if (known !== undefined) text.addMember(known);
    else if (bytes.length < minBlockBytes) text.add(escaped(bytes));
    else {
      const member = await gzipMember(escaped(bytes));
      if (isWhole) knownBlocks.add(block, { member, searchedFor: key });
      text.addMember(member);
    }
  }
  text.add('"');
  return true;
}

/** It may have become known since it arrived, or be a part of what a search for secrets left of a body. */
function knownAs(block: Block, knownBlocks: KnownBlocks): Block {
  if (block.archived !== undefined || block.bytes.length < minBlockBytes) return block;
  return knownBlocks.find(block.bytes) ?? block;
}

/** What is known of a block, where it was searched for this key. */
function memberFor(key: string | undefined, { archived }: Block): Buffer | undefined {
  return archived !== undefined && archived.searchedFor === key ? archived.member : undefined;
}

/** What may be kept of each block: its own bytes, where it has nothing to hide. */
function withoutCredentials(blocks: readonly Block[], key: string | undefined): Buffer[] {
  const offsets = offsetsOf(blocks);
  const hidden = blocks.flatMap((block, at) => [
    ...(memberFor(key, block) === undefined ? shifted(credentialsIn(block.bytes, key), offsets[at]!) : []),
    ...acrossEdge(blocks[at - 1], block, key, offsets[at]!),
  ]);
  return blocks.map(({ bytes }, at) => overwritten(bytes, offsets[at]!, hidden));
}

/** The credentials that begin in one block and end in the next. @param edge where that begins */
function acrossEdge(
  before: Block | undefined,
  after: Block,
  key: string | undefined,
  edge: number,
): ByteRange[] {
  if (before === undefined) return [];
  const margin = longestCredential(key);
  const end = before.bytes.subarray(-margin);
  const around = Buffer.concat([end, after.bytes.subarray(0, margin)]);
  return shifted(credentialsIn(around, key), edge - end.length);
}

/** Where each block begins in the body. */
function offsetsOf(blocks: readonly Block[]): number[] {
  let offset = 0;
  return blocks.map(({ bytes }) => (offset += bytes.length) - bytes.length);
}

function shifted(ranges: readonly ByteRange[], offset: number): ByteRange[] {
  return ranges.map(({ start, end }) => ({ start: start + offset, end: end + offset }));
}
