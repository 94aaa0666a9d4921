import { toBoolean, nameOf, toInteger, toNumber, toText } from "./conversion.ts";
import { areEqual } from "./culture.ts";
import { netRegex, netReplacement } from "./net-regex.ts";
import { NotUnderstood } from "./not-understood.ts";
import { Char, HashTable, NetList, type PsValue, elementsOf, isArray } from "./ps-value.ts";
import { Thrown } from "./thrown.ts";

type Operator = (left: PsValue, right: PsValue, keepMatches: (matches: HashTable) => void) => PsValue;

const isNull = (value: PsValue) => value === null || value === undefined;
const isNumber = (value: PsValue) => typeof value === "number" || typeof value === "bigint";

/** about_Comparison_Operators: the left side says how the right one is taken. */
export function equal(left: PsValue, right: PsValue, isCaseSensitive: boolean): boolean {
  if (isNull(left) || isNull(right)) return isNull(left) && isNull(right);
  if (typeof left === "boolean") return left === toBoolean(right);
  // A list on the left would filter.
  if (typeof left === "object" && !(left instanceof Char))
    throw new NotUnderstood(`${nameOf(left)} compared`);
  if (!isNumber(left)) return areEqual(toText(left), toText(right), isCaseSensitive);
  try {
    return Number(left) === Number(toNumber(right));
  } catch (error) {
    if (error instanceof Thrown) return false;
    throw error;
  }
}

function compared(left: PsValue, right: PsValue): number {
  if (!isNumber(left)) throw new NotUnderstood(`the order of ${nameOf(left)}`);
  return Number(left) - Number(toNumber(right));
}

/** about_Regular_Expressions: what matched is kept in $Matches, and only where it did. */
function matches(flags: string, wanted: boolean): Operator {
  return (left, right, keepMatches) => {
    if (isArray(left) || left instanceof NetList) throw new NotUnderstood("a list that is matched");
    const found = netRegex(toText(right), flags).exec(toText(left));
    const groups = [...(found ?? [])].map((text, index) => [index, text as string | undefined] as const);
    if (found) keepMatches(new HashTable(groups.filter(([, text]) => text !== undefined)));
    return (found !== null) === wanted;
  };
}

function replaces(flags: string): Operator {
  return (left, right) => {
    if (isArray(left) || left instanceof NetList) throw new NotUnderstood("a list that is replaced in");
    const [pattern, replacement] = elementsOf(right);
    return toText(left).replace(netRegex(toText(pattern), `g${flags}`), netReplacement(toText(replacement)));
  };
}

function like(left: PsValue, right: PsValue): boolean {
  const wildcard = toText(right);
  if (/[[\]`]/.test(wildcard)) throw new NotUnderstood(`-like ${wildcard}`);
  const pattern = wildcard.replace(
    /[^*?]/g,
    (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
  return new RegExp(`^${pattern.replaceAll("*", "[^]*").replaceAll("?", "[^]")}$`, "i").test(toText(left));
}

function arithmetic(
  ofNumbers: (left: number, right: number) => number,
  ofLongs: (left: bigint, right: bigint) => bigint | number,
): Operator {
  return (leftSide, rightSide) => {
    const [left, right] = [toNumber(leftSide), toNumber(rightSide)];
    if (typeof left === "number" && typeof right === "number") return ofNumbers(left, right);
    const result = ofLongs(BigInt(left), BigInt(right));
    if (typeof result === "bigint" && BigInt.asIntN(64, result) !== result)
      throw new NotUnderstood("an overflow");
    return result;
  };
}

/** about_Arithmetic_Operators: two lists or two texts are joined. */
function plus(left: PsValue, right: PsValue): PsValue {
  if (isNull(left)) return right;
  if (isArray(left)) return [...left, ...elementsOf(right ?? null)];
  if (typeof left === "string") return left + toText(right);
  if (!isNumber(left)) throw new NotUnderstood(`${nameOf(left)} + …`);
  return arithmetic(
    (a, b) => a + b,
    (a, b) => a + b,
  )(left, right, () => {});
}

function bitwise(ofLongs: (left: bigint, right: bigint) => bigint): Operator {
  return (left, right) => {
    const isLong = typeof left === "bigint" || typeof right === "bigint";
    const bits = isLong ? 64 : 32;
    const result = ofLongs(toInteger(left, bits), toInteger(right, bits));
    return isLong ? result : Number(BigInt.asIntN(32, result));
  };
}

/** The binary operators but -and and -or, which look at their right side only where they must. */
export const operators: Record<string, Operator> = {
  "+": plus,
  "-": arithmetic(
    (left, right) => left - right,
    (left, right) => left - right,
  ),
  "/": arithmetic(
    (left, right) => left / right,
    (left, right) => (left % right === 0n ? left / right : Number(left) / Number(right)),
  ),
  "%": arithmetic(
    (left, right) => left % right,
    (left, right) => left % right,
  ),
  "-band": bitwise((left, right) => left & right),
  "-bor": bitwise((left, right) => left | right),
  "-bxor": bitwise((left, right) => left ^ right),
  "-shr": bitwise((left, right) => left >> right),
  "-eq": (left, right) => equal(left, right, false),
  "-ne": (left, right) => !equal(left, right, false),
  "-ceq": (left, right) => equal(left, right, true),
  "-cne": (left, right) => !equal(left, right, true),
  "-lt": (left, right) => compared(left, right) < 0,
  "-gt": (left, right) => compared(left, right) > 0,
  "-match": matches("i", true),
  "-notmatch": matches("i", false),
  "-cmatch": matches("", true),
  "-cnotmatch": matches("", false),
  "-replace": replaces("i"),
  "-creplace": replaces(""),
  "-like": like,
  "-join": (left, right) => elementsOf(left).map(toText).join(toText(right)),
};
