import { nameOf, toInteger, toText } from "./conversion.ts";
import { startsWith } from "./culture.ts";
import { NotUnderstood } from "./not-understood.ts";
import { Char, HashTable, NetList, NetObject, type PsValue, elementsOf, isArray } from "./ps-value.ts";
import { Thrown, exceptionOf, runtimeError } from "./thrown.ts";

/** about_Properties, and strict mode's word on those that are not there. */
export function propertyOf(value: PsValue, name: string, isStrict: boolean): PsValue {
  const found = existingProperty(value, name.toLowerCase());
  if (found !== absent) return found;
  if (isStrict) throw runtimeError(`The property '${name}' cannot be found on this object.`);
  const isCount = /^(count|length)$/i.test(name);
  // Without strict mode anything has a count.
  return isCount ? elementsOf(value ?? undefined).length : null;
}

const absent = Symbol("absent");

function existingProperty(value: PsValue, name: string): PsValue | typeof absent {
  if (typeof value === "string") return name === "length" ? value.length : absent;
  if (isArray(value)) {
    if (name === "count" || name === "length") return value.length;
    throw new NotUnderstood(`.${name} of each element of a list`);
  }
  if (value instanceof NetList && name === "count") return value.items.length;
  if (value instanceof HashTable)
    return value.has(name) ? value.get(name) : name === "count" ? value.count : absent;
  if (!(value instanceof NetObject) || !value.has(name)) return absent;
  const member = value.get(name);
  if (typeof member === "function") throw new NotUnderstood(`the method ${name} as a value`);
  return member;
}

export function setProperty(target: PsValue, name: string, value: PsValue): void {
  if (target instanceof HashTable || (target instanceof NetObject && target.has(name)))
    target.set(name, value);
  else throw runtimeError(`The property '${name}' cannot be found on this object.`);
}

export function callMethod(value: PsValue, name: string, args: readonly PsValue[]): PsValue {
  if (value === null || value === undefined) {
    throw runtimeError("You cannot call a method on a null-valued expression.");
  }
  if (value instanceof NetObject) {
    const method = value.get(name);
    if (typeof method !== "function") throw new NotUnderstood(`${nameOf(value)}.${name}(…)`);
    return method(...args);
  }
  const methods = methodsOf(value) as Record<string, (of: never, ...args: PsValue[]) => PsValue>;
  const method = methods[name.toLowerCase()];
  if (method === undefined) throw new NotUnderstood(`${nameOf(value)}.${name}(…)`);
  return method(value as never, ...args);
}

function methodsOf(value: PsValue): object {
  if (typeof value === "string") return textMethods;
  if (typeof value === "number") return numberMethods;
  return value instanceof NetList ? listMethods : {};
}

/** about_Arrays: from the end where the index is negative, and nothing behind either end. */
export function elementAt(value: PsValue, index: PsValue): PsValue {
  if (value === null || value === undefined) throw runtimeError("Cannot index into a null array.");
  if (value instanceof HashTable) return value.get(typeof index === "number" ? index : toText(index));
  if (value instanceof NetObject && value.item) return value.item(index);
  const position = Number(toInteger(index, 32));
  if (typeof value === "string")
    return value.at(position) === undefined ? null : new Char(value.at(position)!);
  if (isArray(value) || value instanceof NetList) return elementsOf(value).at(position) ?? null;
  throw new NotUnderstood(`${nameOf(value)}[…]`);
}

export function setElement(target: PsValue, index: PsValue, value: PsValue): void {
  if (!(target instanceof NetList)) throw new NotUnderstood(`${nameOf(target)}[…] = …`);
  target.items[positionIn(index, target.items.length - 1)] = value;
}

const white = "[\\t-\\r\\x20\\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000]";

/** What a text's methods look at: ordinal only where that is said. */
const textMethods: Record<string, (text: string, ...args: PsValue[]) => PsValue> = {
  trim: (text, ...none) => {
    if (none.length > 0) throw new NotUnderstood("Trim with characters");
    return text.replace(new RegExp(`^${white}+|${white}+$`, "g"), "");
  },
  trimend: (text, char) => {
    const only = onlyChar(char);
    let end = text.length;
    while (end > 0 && text[end - 1] === only) end--;
    return text.slice(0, end);
  },
  startswith: (text, beginning, how) =>
    isOrdinal(how) ? text.startsWith(toText(beginning)) : startsWith(text, toText(beginning)),
  endswith: (text, end, how) => {
    if (!isOrdinal(how)) throw new NotUnderstood("EndsWith by a culture");
    return text.endsWith(toText(end));
  },
  contains: (text, part) => text.includes(toText(part)),
  split: (text, char) => text.split(onlyChar(char)),
  substring: (text, ...range) => {
    const [start, length = text.length - Number(range[0])] = range.map((value) =>
      Number(toInteger(value, 32)),
    );
    if (start! < 0 || length < 0 || start! + length > text.length) throw outOfRange();
    return text.slice(start, start! + length);
  },
};

const numberMethods: Record<string, (number: number, ...args: PsValue[]) => PsValue> = {
  tostring: (number, format) => {
    if (format !== "0.00") throw new NotUnderstood(`ToString of a number as ${toText(format)}`);
    return number.toFixed(2);
  },
};

const listMethods: Record<string, (list: NetList, ...args: PsValue[]) => PsValue> = {
  add: (list, value) => void list.items.push(toText(value)),
  insert: (list, index, value) =>
    void list.items.splice(positionIn(index, list.items.length), 0, toText(value)),
  toarray: (list) => [...list.items],
};

function positionIn(index: PsValue, last: number): number {
  const position = Number(toInteger(index, 32));
  if (position < 0 || position > last) throw outOfRange();
  return position;
}

function onlyChar(value: PsValue): string {
  const char = toText(value);
  if (char.length !== 1) throw new NotUnderstood(`"${char}" where one character is wanted`);
  return char;
}

function isOrdinal(how: PsValue): boolean {
  if (how === undefined) return false;
  if (how instanceof NetObject && how.is("StringComparison.Ordinal")) return true;
  throw new NotUnderstood("a comparison that is not ordinal");
}

function outOfRange(): Thrown {
  return new Thrown(
    exceptionOf(["System.ArgumentOutOfRangeException", "System.ArgumentException"], "out of range"),
  );
}
