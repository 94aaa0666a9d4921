import type { Budget } from "../budget.ts";
import type { PlainText } from "../plain-text.ts";
import type { Span } from "../rule.ts";

const longestToken = 16_000;
const isBase64Url = new Uint8Array(256);
for (const character of "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_=") {
  isBase64Url[character.charCodeAt(0)] = 1;
}

/**
 * Three parts of base64url (five, where it is encrypted), the first a JSON object with an algorithm.
 * https://datatracker.ietf.org/doc/html/rfc7519#section-3
 */
export function findJsonWebToken({ bytes, latin1 }: PlainText, at: number, budget: Budget): Span | undefined {
  let end = at;
  let parts = 0;
  let partStart = at;
  const lengths: number[] = [];
  while (parts < 5 && end - at < longestToken) {
    while (isBase64Url[bytes[end]!] === 1 && end - at < longestToken) end++;
    lengths.push(end - partStart);
    parts++;
    if (bytes[end] !== 0x2e || (isBase64Url[bytes[end + 1]!] !== 1 && parts !== 2)) break;
    if (isBase64Url[bytes[end + 1]!] !== 1) break;
    partStart = ++end;
  }
  budget.spend(end - at);
  if ((parts !== 3 && parts !== 5) || lengths[0]! < 12 || lengths[2]! < 20) return undefined;
  const header = Buffer.from(latin1.slice(at, at + lengths[0]!), "base64url").toString("latin1");
  if (!/^\{[^{]{0,400}"(?:alg|enc)"/.test(header)) return undefined;
  // The token that jwt.io shows to everybody, copied into documentation and tests everywhere.
  const claims = Buffer.from(
    latin1.slice(at + lengths[0]! + 1, at + lengths[0]! + 200),
    "base64url",
  ).toString("latin1");
  return claims.includes('"sub":"1234567890"') ? undefined : { start: at, end };
}
