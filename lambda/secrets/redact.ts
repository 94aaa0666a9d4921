import { createHmac } from "node:crypto";
import { PlainText } from "./plain-text.ts";
import type { Span } from "./rule.ts";

/** 40 bits: enough that no two secrets of a company ever share one, too few to find a secret by. */
const fingerprintLength = 10;

/**
 * What a secret is called without being named: the same at every JSON depth and on every instance with the same key.
 * @param secret as it stands in the body or in a text: escapes, white space and backslashes make no difference
 */
export function fingerprint(secret: Uint8Array, key: string | Uint8Array): string {
  const plain = new PlainText(secret);
  const bare = Buffer.from(plain.latin1.replace(/[\s\\]/g, ""), "latin1");
  return createHmac("sha256", key).update(bare).digest("hex").slice(0, fingerprintLength);
}

/** It names no rule: two rules may find the same secret, and OpenAI's prompt cache must see the same bytes each time. */
export function placeholder(secret: Uint8Array, key: string | Uint8Array): string {
  return `[REDACTED:${fingerprint(secret, key)}]`;
}

/** The body with a placeholder for each span; spans ascend and don't overlap, and cut no escape. */
export function redact(body: Buffer, spans: readonly Span[], key: string | Uint8Array): Buffer {
  const parts: Buffer[] = [];
  let from = 0;
  for (const { start, end } of spans) {
    parts.push(body.subarray(from, start), Buffer.from(placeholder(body.subarray(start, end), key)));
    from = end;
  }
  parts.push(body.subarray(from));
  return Buffer.concat(parts);
}
