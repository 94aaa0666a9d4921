import type { Budget } from "../budget.ts";
import type { PlainText } from "../plain-text.ts";
import { entropyBits, isStub } from "../randomness.ts";
import type { Span } from "../rule.ts";

const credentials = /[A-Za-z0-9._~+/=-]{8,2000}/y;
const bearer = /^authorization["']?\s{0,3}[:=,]\s{0,3}["'`]?(?:bearer|token|apikey|key|oauth)[ =]["']?/i;
const basic = /^authorization["']?\s{0,3}[:=,]\s{0,3}["'`]?basic /i;

/** What follows `Authorization: Bearer`. https://datatracker.ietf.org/doc/html/rfc6750#section-2.1 */
export function findBearer(text: PlainText, at: number, budget: Budget): Span | undefined {
  const span = valueBehind(bearer, text, at, budget);
  if (span === undefined) return undefined;
  const value = text.latin1.slice(span.start, span.end);
  const isRandom =
    value.length >= 16 && /\d/.test(value) && /[A-Za-z]/.test(value) && entropyBits(value) >= 3.1;
  const changes = value.match(/[a-z](?=[A-Z\d])|[A-Z](?=\d)|\d(?=[A-Za-z])/g)?.length ?? 0;
  return isRandom && changes >= 4 ? span : undefined;
}

/** What follows `Authorization: Basic`. https://datatracker.ietf.org/doc/html/rfc7617#section-2 */
export function findBasic(text: PlainText, at: number, budget: Budget): Span | undefined {
  const span = valueBehind(basic, text, at, budget);
  if (span === undefined) return undefined;
  const login = Buffer.from(text.latin1.slice(span.start, span.end), "base64").toString("latin1");
  const [user = "", password = ""] = login.split(/:(.*)/s);
  const isStubLogin = password.length < 4 || user === password || isStub(password) || isWeak(password);
  return /^[\x20-\x7e]+$/.test(login) && !isStubLogin ? span : undefined;
}

function isWeak(password: string): boolean {
  return /^(?:pass\w{0,6}|pwd|secret|test\w{0,4}|admin|root|foo|bar|key|open ?sesame|your.*|my.*)$/i.test(
    password,
  );
}

/** The value of the header that begins at `at`, where its scheme is the one asked for. */
function valueBehind(scheme: RegExp, { latin1 }: PlainText, at: number, budget: Budget): Span | undefined {
  budget.spend(100);
  const head = scheme.exec(latin1.slice(at, at + 40))?.[0];
  if (head === undefined) return undefined;
  const start = at + head.length;
  credentials.lastIndex = start;
  const value = credentials.exec(latin1)?.[0];
  if (value === undefined || isStub(value)) return undefined;
  budget.spend(value.length);
  return { start, end: start + value.length };
}
