import type { Budget } from "../budget.ts";
import { type Match, judge } from "../match.ts";
import type { PlainText } from "../plain-text.ts";
import { isStub } from "../randomness.ts";
import { type Rule, matcher } from "../rule.ts";

const longestUserinfo = 256;

/** What ends a search backwards for the `://` of an address. */
const stops = new Uint8Array(256);
for (let code = 0; code <= 0x20; code++) stops[code] = 1;
for (const character of "\"'`<>,;()") stops[character.charCodeAt(0)] = 1;

/** Passwords of documentation and of local test set-ups, and names of variables. */
const stubs =
  /^(?:pass|passwd|password|pwd|secret|token|user|username|admin|root|test|foo|bar|baz|guest|postgres|mysql|redis|mongo|minioadmin|123456?|1234567?8?9?|abc|xxx|pw|p|key|apikey|api[_-]key|access[_-]token|example|changeme|hunter2|letmein|pass(?:word|wd)?\d{0,3}|my.*|your.*|some.*|\$.*|%.*%|\{.*|\[.*|:.*|\*+|x+|-+|_+|\.+)$/i;

/** Databases and brokers carry passwords in earnest; a web address more often in an example. */
const serviceScheme = /^(?:postgres(?:ql)?|mysql2?|mariadb|mongodb|redis|rediss|amqps?|mssql|sqlserver|clickhouse|cockroachdb|nats|kafka|ldaps?|smtps?|sftp|ftps?|jdbc|couchbases?|neo4j|bolt)(?:\+[a-z]+)?$/i;

const localHost = /^(?:localhost|127\.|0\.0\.0\.0|\[?::1|host\b|hostname\b|(?:www\.)?(?:[a-z]+\.)?example\.|example\b|(?:[a-z]+\.)?test\.)/i;

export const urlPassword: Rule = matcher("url-password", "password in an address", "://", () => undefined, { bits: 0 });

/**
 * `scheme://user:password@host`, found from its `@` backwards.
 * https://datatracker.ietf.org/doc/html/rfc3986#section-3.2.1
 */
export function findUrlPassword(text: PlainText, at: number, budget: Budget, matches: Match[]): void {
  const { bytes, latin1 } = text;
  let colon = -1;
  let start = at - 1;
  const limit = Math.max(0, at - longestUserinfo);
  for (; start > limit && stops[bytes[start]!] === 0; start--) {
    if (bytes[start] === 0x3a) {
      if (bytes[start + 1] === 0x2f && bytes[start + 2] === 0x2f) break;
      colon = start;
    }
  }
  budget.spend(at - start);
  if (bytes[start] !== 0x3a || bytes[start + 1] !== 0x2f || colon < 0 || colon + 1 >= at) return;
  // An `@` further on belongs to the password: it would be cut at the first.
  if (latin1.slice(start + 3, colon).includes("/")) return;
  const password = latin1.slice(colon + 1, at);
  const scheme = /[a-z][a-z0-9+]{0,20}$/i.exec(latin1.slice(Math.max(0, start - 21), start))?.[0] ?? "";
  const host = latin1.slice(at + 1, at + 60);
  if (isStub(password) || stubs.test(password) || password.includes("/") || !/^[\w[]/.test(host)) return;
  if (password === latin1.slice(start + 3, colon)) return;
  if (localHost.test(host) || /^[a-z_]+$/i.test(host.slice(0, 60).split(/[:/]/, 1)[0] ?? "") && password.length < 8) return;
  const isTelling = /\d/.test(password) || password.length >= 12 || /[^A-Za-z0-9]/.test(password);
  if (!isTelling && !serviceScheme.test(scheme) && !host.includes(".")) return;
  const match = judge(text, { start: colon + 1, end: at }, urlPassword);
  if (match !== undefined) matches.push(match);
}
