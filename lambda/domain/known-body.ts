import { isUtf8 } from "node:buffer";
import type { CompressedBlocks } from "./compressed-blocks.ts";
import { type GzipText, escaped, gzipMember, textBlocks } from "./gzip-text.ts";
import { type ByteRange, longestCredential, scrubBytes } from "./scrub.ts";

/** Below this a body is not worth blocks of its own. */
export const minBlockBytes = 8 * 1024;

/** A block of a body, with its compressed text where it was archived before. */
interface Block extends ByteRange {
  raw: Buffer;
  known: Buffer | undefined;
}

/**
 * Adds the body of a request as the inside of a JSON string, and its quotes. All but its end is likely to have been
 * archived a moment ago: what is known byte by byte is neither searched for credentials nor compressed again.
 * @returns false where it is no text; nothing has been added then
 */
export async function addKnownBody(
  text: GzipText,
  body: Buffer,
  key: string,
  knownBlocks: CompressedBlocks,
): Promise<boolean> {
  knownBlocks.searchedFor(key);
  const blocks = textBlocks(body).map(({ start, end }): Block => {
    const raw = body.subarray(start, end);
    return { start, end, raw, known: end - start < minBlockBytes ? undefined : knownBlocks.find(raw) };
  });
  if (!blocks.every(({ raw, known }) => known !== undefined || isUtf8(raw))) return false;
  const scrubbed = scrubBytes(body, key, toBeSearched(blocks, longestCredential(key)));
  text.add('"');
  for (const { start, end, raw, known } of blocks) {
    const kept = scrubbed.subarray(start, end);
    // A credential that lies across an edge hides what is known of both sides.
    if (known !== undefined && (scrubbed === body || kept.equals(raw))) text.addMember(known);
    else if (end - start < minBlockBytes) text.add(escaped(kept));
    else {
      const member = await gzipMember(escaped(kept));
      // What had to be hidden may have been the half of something, and is not what this block will always be.
      if (kept.equals(raw)) knownBlocks.add(raw, member, key);
      text.addMember(member);
    }
  }
  text.add('"');
  return true;
}

/** All but the insides of known blocks: what begins before an edge may end behind it. */
function toBeSearched(blocks: readonly Block[], marginBytes: number): ByteRange[] {
  return blocks.map(({ start, end, known }) => ({
    start: Math.max(0, start - marginBytes),
    end: known === undefined ? end : start,
  }));
}
