import { NotUnderstood } from "./not-understood.ts";
import { Char, HashTable, NetList, NetObject, type PsValue, elementsOf, isArray } from "./ps-value.ts";
import { exceptionOf, Thrown } from "./thrown.ts";

// https://learn.microsoft.com/powershell/module/microsoft.powershell.core/about/about_type_conversion

export function toText(value: PsValue): string {
  if (value === undefined || value === null) return "";
  if (typeof value === "string" || typeof value === "bigint") return String(value);
  if (typeof value === "boolean") return value ? "True" : "False";
  if (typeof value === "number") return numberText(value);
  if (value instanceof Char) return value.text;
  if (isArray(value) || value instanceof NetList) return elementsOf(value).map(toText).join(" ");
  if (value instanceof HashTable) return "System.Collections.Hashtable";
  const own = value instanceof NetObject ? value.get("ToString") : undefined;
  if (typeof own === "function") return toText(own());
  throw new NotUnderstood(`the text of ${nameOf(value)}`);
}

function numberText(value: number): string {
  const text = String(value);
  if (!/^-?\d+(\.\d{1,14})?$/.test(text)) throw new NotUnderstood(`the number ${text} as a text`);
  return text;
}

/** about_Booleans: a list of one element is what that element is. */
export function toBoolean(value: PsValue): boolean {
  if (isArray(value) || value instanceof NetList) {
    const [first, ...others] = elementsOf(value);
    return others.length > 0 || toBoolean(first);
  }
  return typeof value === "object" ? value !== null : Boolean(value);
}

export function toNumber(value: PsValue): number | bigint {
  if (value === undefined || value === null) return 0;
  if (typeof value === "number" || typeof value === "bigint") return value;
  if (typeof value === "boolean") return Number(value);
  if (value instanceof Char) return value.text.charCodeAt(0);
  if (typeof value === "string" && /^\s*([+-]?\d+(\.\d+)?)?\s*$/.test(value)) return Number(value);
  if (typeof value === "string") throw invalidCast(value, "a number");
  throw new NotUnderstood(`${nameOf(value)} as a number`);
}

export function toInteger(value: PsValue, bits: 32 | 64): bigint {
  const number = toNumber(value);
  const whole = typeof number === "bigint" ? number : BigInt(roundedToEven(number));
  if (BigInt.asIntN(bits, whole) !== whole) throw invalidCast(String(whole), `an integer of ${bits} bits`);
  return whole;
}

/** about_Numeric_Literals: a cast rounds to the nearest, and a half to the even one. */
function roundedToEven(value: number): number {
  const below = Math.floor(value);
  const isDown = value - below < 0.5 || (value - below === 0.5 && below % 2 === 0);
  return isDown ? below : below + 1;
}

const conversions: Record<string, (value: PsValue) => PsValue> = {
  string: toText,
  bool: toBoolean,
  switch: toBoolean,
  int: (value) => Number(toInteger(value, 32)),
  long: (value) => toInteger(value, 64),
  double: (value) => Number(toNumber(value)),
  char: (value) => new Char(typeof value === "string" ? value : String.fromCharCode(Number(toNumber(value)))),
  "string[]": (value) =>
    value === undefined || value === null
      ? null
      : isArray(value) || value instanceof NetList
        ? elementsOf(value).map(toText)
        : [toText(value)],
  void: () => undefined,
};

/** The value that a cast makes, or a variable or parameter of that type. */
export function converted(value: PsValue, type: string): PsValue {
  const conversion = conversions[type.toLowerCase()];
  if (conversion === undefined) throw new NotUnderstood(`the type [${type}]`);
  return conversion(value);
}

export function invalidCast(text: string, wanted: string): Thrown {
  const message = `Cannot convert value "${text}" to ${wanted}.`;
  return new Thrown(exceptionOf("System.Management.Automation.PSInvalidCastException", message));
}

export function nameOf(value: PsValue): string {
  if (value instanceof NetObject) return value.types[0]!;
  return value === null || value === undefined ? "null" : (value.constructor as { name: string }).name;
}
