import type { Budget } from "../budget.ts";
import type { PlainText } from "../plain-text.ts";
import type { Span } from "../rule.ts";

const longestLabel = 60;
const longestKey = 24_000;
/** Less can't be a key of any kind: Ed25519 in PKCS #8 has 64 characters. */
const shortestBody = 40;

/**
 * From the dashes before `BEGIN … PRIVATE KEY` to those behind its `END`; where that never comes, to where the base64
 * stops. https://datatracker.ietf.org/doc/html/rfc7468#section-2
 */
export function findPrivateKey({ latin1 }: PlainText, at: number, budget: Budget): Span | undefined {
  const dashes = latin1.startsWith("-----", at - 5)
    ? "-----"
    : latin1.startsWith("---- ", at - 5)
      ? "---- "
      : "";
  if (dashes === "") return undefined;
  const label = /^BEGIN ([A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?) ?-{4,5}/.exec(
    latin1.slice(at, at + longestLabel),
  );
  if (label === null) return undefined;
  const bodyStart = at + label[0].length;
  const reach = latin1.slice(bodyStart, bodyStart + longestKey);
  const mark = reach.indexOf("-----END ");
  budget.spend(mark < 0 ? reach.length : mark);
  const body = mark < 0 ? reach : reach.slice(0, mark);
  const end = mark < 0 ? endOfBase64(body) : body.length;
  if (body.slice(0, end).replace(/[^A-Za-z0-9+/=]/g, "").length < shortestBody) return undefined;
  if (/\.\.\.|\*\*\*|<|\$\{|xxxx/i.test(body.slice(0, end))) return undefined;
  const closing =
    mark < 0 ? null : /^-----END [A-Z0-9 ]{0,50}-----/.exec(reach.slice(mark, mark + longestLabel + 10));
  return { start: at - dashes.length, end: bodyStart + end + (closing?.[0].length ?? 0) };
}

/** A key whose end was cut off goes on as long as there is base64. */
function endOfBase64(body: string): number {
  const end = body.search(/[^A-Za-z0-9+/=\s]/);
  return end < 0 ? body.length : end;
}
