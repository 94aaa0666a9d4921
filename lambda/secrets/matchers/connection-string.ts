import type { Budget } from "../budget.ts";
import type { PlainText } from "../plain-text.ts";
import { isStub } from "../randomness.ts";
import type { Span } from "../rule.ts";

const reach = 300;
const longestPassword = 128;
const otherPart =
  /(?:^|[;"'\s])(?:server|data source|host|hostname|addr(?:ess)?|network address|user ?id|uid|user(?:name)?|initial catalog|database|port|endpoint)\s?=\s?[^;]+/gi;
const stubs =
  /^(?:pass\w{0,9}|pwd|secret|test|admin|root|user|x+|\*+|\$.*|<.*|\{.*|%.*|\[.*|your.*|my.*|\.+)$/i;

/**
 * The password of `Server=…;User Id=…;Password=…`: one that stands among at least two of its kind.
 * https://learn.microsoft.com/en-us/dotnet/framework/data/adonet/connection-string-syntax
 */
export function findConnectionString({ latin1 }: PlainText, at: number, budget: Budget): Span | undefined {
  const name = /^\w{3,8} {0,2}= {0,2}/.exec(latin1.slice(at, at + 16))?.[0];
  if (name === undefined) return undefined;
  const start = at + name.length;
  budget.spend(2 * reach);
  const password = /^[^;"'\s<>]{0,128}/.exec(latin1.slice(start, start + longestPassword))?.[0] ?? "";
  if (password.length < 4 || stubs.test(password) || isStub(password)) return undefined;
  const before = latin1.slice(Math.max(0, at - reach), at);
  const behind = latin1.slice(start + password.length, start + reach);
  const line = before.slice(before.lastIndexOf("\n") + 1) + behind.split("\n", 1)[0];
  const isAmongParts = /;\s?$/.test(before) || behind.startsWith(";");
  if (!isAmongParts || (line.match(otherPart) ?? []).length < 2) return undefined;
  return { start, end: start + password.length };
}
