import type { Budget } from "../budget.ts";
import type { PlainText } from "../plain-text.ts";
import { entropyBits, isStub } from "../randomness.ts";
import type { Span } from "../rule.ts";

const longestValue = 200;

/** Names that say outright that what they hold is secret. */
const secretName =
  /(?:api|access|auth|secret|private|client|app|application|signing|encryption|encrypt|crypt|master|service|account|session|refresh|bearer|deploy|webhook|license|storage|admin|server|shared|jwt|cookie|consumer|subscription|personal)[ _.-]?(?:key|token|secret|pat)|token|secret|credential|(?:^|[^a-z])(?:pat|creds?|bearer|sas|salt|dsn)$|key[_.-]?secret|auth$|_key$|cookie$|hmac/;
const passwordName = /passw(?:or)?d|passphrase|(?:^|[^a-z])(?:pwd|pass|pw)$/;

/** Names of what is about a secret without being one. */
const aboutSecret =
  /public|pub[_-]?key|(?:next|continuation|page|sync|cursor|request)[_-]?token|arn$|tokenizer|tokeniz|token_?type|token_?(?:count|limit|length|size|id$)|key_?(?:id|name|path|file|code|size|length|type|map|word|board|frame)$|keyword|hash|sha\d|digest|checksum|integrity|fingerprint|csrf|xsrf|nonce|etag|commit|revision|version|(?:url|uri|path|file|name|type|endpoint|expires?|ttl|at|count|index|length|size|regex|pattern|prefix|suffix|format|scope|label|class|ref|arn|policy|provider|mode|hint|primary|foreign|cache|partition|sort)[_-]?(?:key)?$/;

/** Code, not a value: calls, members, paths, addresses, templates, versions, colours, dates. */
const isCode =
  /^(?:[a-z_$][\w$]{0,20}\.[a-z_]{2,24}(?![\w-])|https?:|[./~@]|process\.|new\b|\d{4}-\d\d-\d\d|\d+(?:\.\d+)+|arn:|urn:|sha\d+-|[\w-]+\(|[a-z]+:\/\/)|[()<>{}[\];,]|::|\$[A-Za-z{]|%[sd]|=>/i;

/** Without quotes a call, or a member of a module, is code: `base64.b64encode(`, `ed25519.Ed25519PrivateKey`. */
const isCallOrMember = /^[A-Za-z_][\w.:]*\($|^[a-z_]\w{0,20}\.[A-Z][a-z]/;

const unquotedValue = /[\w+/=.~!@#$%^&*:?-]{8,200}/y;

/**
 * What nobody made a rule for: a value as random as only machines write them, assigned to a name that says "secret".
 * @returns undefined where either says otherwise
 */
export function findGeneric(text: PlainText, start: number, name: string, budget: Budget): Span | undefined {
  const isPassword = passwordName.test(name);
  if ((!isPassword && !secretName.test(name)) || aboutSecret.test(name)) return undefined;
  budget.spend(2 * longestValue);
  const value = valueAt(text.latin1, start);
  budget.spend(6 * (value?.length ?? 0));
  if (value === undefined || isCode.test(value) || isStub(value) || isReadableBase64(value)) return undefined;
  // A part of a colon-separated name, such as an ARN.
  const isPart = text.latin1[start - 1] === ":" && text.latin1[start - 2 - name.length] === ":";
  if (isPart || value.includes(":secret:")) return undefined;
  return (isPassword ? isLikelyPassword(value) : isLikelyKey(value))
    ? { start, end: start + value.length }
    : undefined;
}

function valueAt(text: string, start: number): string | undefined {
  const quote = text[start - 1];
  if (quote === '"' || quote === "'" || quote === "`") {
    const end = text.slice(start, start + longestValue).indexOf(quote);
    const value = end < 0 ? undefined : text.slice(start, start + end);
    return value === undefined || /\s/.test(value) ? undefined : value;
  }
  unquotedValue.lastIndex = start;
  const value = unquotedValue.exec(text)?.[0];
  if (value === undefined || isCallOrMember.test(value + (text[unquotedValue.lastIndex] ?? "")))
    return undefined;
  return value.replace(/[.,:;]+$/, "");
}

function isLikelyKey(value: string): boolean {
  if (value.length < 12) return false;
  const digits = value.replace(/\D/g, "").length;
  if (digits < 2 || digits === value.length) return false;
  const isHex = /^[a-f\d-]+$/i.test(value);
  // Random letters change their kind all the time, names made of words do not.
  const changes = value.match(/[a-z](?=[A-Z\d])|[A-Z](?=\d)|\d(?=[A-Za-z])/g)?.length ?? 0;
  if (changes < Math.max(3, value.length / 10)) return false;
  if (/^[a-z]+(?:[-_.][a-z\d]+){2,}$/i.test(value) && changes < value.length / 5) return false;
  if (/[a-z]/.test(value) && /[A-Z]/.test(value) && wordiness(value) > 0.55) return false;
  return entropyBits(value) >= (isHex ? 2.9 : value.length < 20 ? 3.2 : 3.6);
}

/** The part of a value that reads as words of a name in camel case. */
function wordiness(value: string): number {
  return (value.match(/[A-Z]?[a-z]{3,}/g) ?? []).join("").length / value.length;
}

/** Documentation says in base64 what it would say in words. */
function isReadableBase64(value: string): boolean {
  const text = Buffer.from(value, "base64").toString("latin1");
  return /^[\x20-\x7e]{8,}$/.test(text) && /pass|secret|test|example| /i.test(text);
}

function isLikelyPassword(value: string): boolean {
  if (value.length < 8 || value.length > 100) return false;
  const kinds = [/[a-z]/, /[A-Z]/, /\d/, /[^A-Za-z\d]/].filter((kind) => kind.test(value)).length;
  if (kinds < 3 && !isLikelyKey(value)) return false;
  // Names of methods and modes: `scram-sha-256`.
  if (/^[a-z]+(?:[-_.][a-z\d]+)+$/.test(value)) return false;
  if (value.length > 20 && wordiness(value) > 0.55) return false;
  if (/pass(?:word)?|secret|1234|test|qwert|admin/i.test(value)) return false;
  return entropyBits(value) >= 2.8;
}
