import type { Budget } from "../budget.ts";
import { type Match, judge } from "../match.ts";
import type { PlainText } from "../plain-text.ts";
import { isStub } from "../randomness.ts";
import { type Rule, matcher } from "../rule.ts";

const longestUserinfo = 256;
const unitsPerPassword = 200;

/** What ends a search backwards for the `://` of an address. */
const stops = new Uint8Array(256);
for (let code = 0; code <= 0x20; code++) stops[code] = 1;
for (const character of "\"'`<>,;()[]") stops[character.charCodeAt(0)] = 1;

/** Passwords of documentation and of test set-ups on one machine, and names of variables. */
const stubPassword =
  /^(?:pass\w{0,8}|pwd|pw|p|secret|token|user|username|admin|root|test\w{0,4}|foo|bar|baz|guest|postgres|mysql|redis|mongo|minioadmin|1234\d{0,6}|abc\w{0,3}|xxx|key|api[_-]?key|access[_-]token|example|changeme|hunter2|letmein|my.*|your.*|some.*|[$%{[:<].*|\*+|x+|-+|_+|\.+)$/i;
const stubUser = /^(?:user(?:name)?|anonymous|foo|your.*|my.*|test|[$%{[<].*)$/i;
const stubHost =
  /^(?:localhost|127\.|0\.0\.0\.0|\[?::1|host(?:name)?(?:[:/]|$)|(?:[a-z-]+\.)*(?:example|test)(?:[.:/]|$)|[a-z]+$)/i;

/** Databases and brokers carry passwords in earnest; a web address more often in an example. */
const isService =
  /^(?:postgres(?:ql)?|mysql2?|mariadb|mongodb|rediss?|amqps?|mssql|sqlserver|clickhouse|cockroachdb|nats|kafka|ldaps?|smtps?|couchbases?|neo4j|bolt)(?:\+[a-z]+)?$/i;

export const urlPassword: Rule = matcher("url-password", "password in an address", "", () => undefined, {
  bits: 0,
});

/**
 * The password of `scheme://user:password@host`, found from the `@` backwards.
 * https://datatracker.ietf.org/doc/html/rfc3986#section-3.2.1
 */
export function findUrlPassword(text: PlainText, at: number, budget: Budget, matches: Match[]): void {
  const address = addressAround(text, at);
  budget.spend(at - address.start);
  if (address.colon === undefined) return;
  budget.spend(unitsPerPassword);
  const { scheme, user, password, host } = address;
  if (isStub(password) || stubPassword.test(password) || stubUser.test(user) || password === user) return;
  const isStrong = password.length >= 8 && /\d/.test(password) && /[a-z]/i.test(password);
  if ((stubHost.test(host) && !(isStrong && isService.test(scheme))) || /[/#?]/.test(user + password)) return;
  const isTelling = /\d/.test(password) || password.length >= 12 || /[^A-Za-z0-9]/.test(password);
  const isWeb = !isService.test(scheme);
  if (isWeb && (user === "" || (!isTelling && (password.length < 8 || !host.includes("."))))) return;
  const match = judge(text, { start: address.colon + 1, end: at }, urlPassword);
  if (match !== undefined) matches.push(match);
}

type Address =
  | { start: number; colon: undefined }
  | { start: number; colon: number; scheme: string; user: string; password: string; host: string };

/** The parts of the address whose `@` stands at `at`; no colon where it has no password. */
function addressAround({ bytes, latin1 }: PlainText, at: number): Address {
  const limit = Math.max(0, at - longestUserinfo);
  let colon: number | undefined;
  let start = at - 1;
  for (; start > limit && stops[bytes[start]!] === 0; start--) {
    if (bytes[start] !== 0x3a) continue;
    if (bytes[start + 1] === 0x2f && bytes[start + 2] === 0x2f) break;
    colon = start;
  }
  const isAddress = bytes[start] === 0x3a && bytes[start + 1] === 0x2f && bytes[start + 2] === 0x2f;
  if (!isAddress || colon === undefined || colon + 1 >= at) return { start, colon: undefined };
  const scheme = /[a-z][a-z0-9+]{0,20}$/i.exec(latin1.slice(Math.max(0, start - 21), start))?.[0] ?? "";
  const user = latin1.slice(start + 3, colon);
  const host = /^[\w.[\]:-]*/.exec(latin1.slice(at + 1, at + 60))?.[0] ?? "";
  return { start, colon, scheme, user, password: latin1.slice(colon + 1, at), host };
}
