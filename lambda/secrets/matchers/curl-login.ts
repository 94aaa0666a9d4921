import type { Budget } from "../budget.ts";
import type { PlainText } from "../plain-text.ts";
import { isStub } from "../randomness.ts";
import type { Span } from "../rule.ts";

const longestCommand = 600;
const stubs =
  /^(?:pass\w{0,6}>?|pwd|secret|token|test\w{0,4}|admin|root|user\w{0,4}|foo|bar|key|api[_-]?key|apitoken|xxx|yyy|changeme|\*+|[A-Z_]+|x-oauth-basic|\$.*|<.*|\{.*|%.*|\[.*|your.*|my.*)$/;

/** The password of `curl -u user:password`. https://curl.se/docs/manpage.html#-u */
export function findCurlLogin({ latin1 }: PlainText, at: number, budget: Budget): Span | undefined {
  const command = commandFrom(latin1.slice(at, at + longestCommand));
  budget.spend(3 * longestCommand);
  const option = /\s(?:-[a-zA-Z]{0,6}u|--user|--proxy-user|-U)[= ]?\s{0,4}/g;
  for (let found = option.exec(command); found !== null; found = option.exec(command)) {
    const login = loginAt(command, option.lastIndex);
    if (login === undefined) continue;
    const { user, passwordStart, password } = login;
    if (password.length < 4 || password === user || stubs.test(password) || isStub(password)) continue;
    return { start: at + passwordStart, end: at + passwordStart + password.length };
  }
  return undefined;
}

/** To the end of the command. Inside JSON the backslash that continues a line is lost: the next line's dash tells. */
function commandFrom(text: string): string {
  const end = text.search(/\n(?![ \t#]{0,12}-)/);
  return end < 0 ? text : text.slice(0, end);
}

function loginAt(
  command: string,
  at: number,
): { user: string; passwordStart: number; password: string } | undefined {
  const quote = /["']/.test(command[at] ?? "") ? command[at]! : "";
  const start = at + quote.length;
  const rest = command.slice(start);
  const end = quote === "" ? rest.search(/[\s"'`]|$/) : rest.indexOf(quote);
  const colon = rest.indexOf(":");
  if (end < 0 || colon < 0 || colon >= end) return undefined;
  return {
    user: rest.slice(0, colon),
    passwordStart: start + colon + 1,
    password: rest.slice(colon + 1, end),
  };
}
