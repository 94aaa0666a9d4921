import type { Budget } from "../budget.ts";
import type { PlainText } from "../plain-text.ts";
import type { Span } from "../rule.ts";

const longestToken = 16_000;
const shortestHeader = 12;
const shortestSignature = 20;
const dot = 0x2e;
const isBase64Url = new Uint8Array(256);
for (const character of "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_=") {
  isBase64Url[character.charCodeAt(0)] = 1;
}

/**
 * Three parts of base64url (five, where it is encrypted), the first a JSON object with an algorithm.
 * https://datatracker.ietf.org/doc/html/rfc7519#section-3
 */
export function findJsonWebToken({ bytes, latin1 }: PlainText, at: number, budget: Budget): Span | undefined {
  const parts: Span[] = [];
  let end = at;
  while (parts.length < 5 && end - at < longestToken) {
    const start = parts.length === 0 ? at : end + 1;
    end = start;
    while (isBase64Url[bytes[end]!] === 1 && end - at < longestToken) end++;
    parts.push({ start, end });
    if (bytes[end] !== dot || isBase64Url[bytes[end + 1]!] !== 1) break;
  }
  budget.spend(end - at);
  const [header, claims, signature] = parts;
  if (header === undefined || claims === undefined || signature === undefined || parts.length === 4)
    return undefined;
  if (header.end - header.start < shortestHeader || signature.end - signature.start < shortestSignature)
    return undefined;
  const decode = ({ start, end }: Span): string =>
    Buffer.from(latin1.slice(start, Math.min(end, start + 800)), "base64url").toString("latin1");
  if (!/^\{[^{]{0,400}"(?:alg|enc)"/.test(decode(header))) return undefined;
  // The token that jwt.io shows to everybody stands in documentation and tests everywhere.
  return decode(claims).includes('"sub":"1234567890"') ? undefined : { start: at, end };
}
