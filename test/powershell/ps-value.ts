import type { Syntax } from "./syntax.ts";

/**
 * What a PowerShell expression can come to. An [int] and a [double] are numbers, a [long] is a bigint; `undefined` is the
 * nothing that a command without output leaves, which a pipeline takes for no element, where `null` is one.
 */
export type PsValue =
  | undefined
  | null
  | string
  | number
  | bigint
  | boolean
  | Char
  | readonly PsValue[]
  | HashTable
  | NetList
  | NetObject
  | ScriptBlock;

export type Method = (...args: PsValue[]) => PsValue;

export class Char {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

export class ScriptBlock {
  readonly body: Syntax;
  constructor(body: Syntax) {
    this.body = body;
  }
}

/** System.Collections.Generic.List: unlike an array it is changed where it lies. */
export class NetList {
  readonly items: PsValue[] = [];
}

/** Its keys are found whatever their case: about_Hash_Tables. */
export class HashTable {
  readonly #entries = new Map<string, PsValue>();
  constructor(entries: Iterable<readonly [string | number, PsValue]> = []) {
    for (const [key, value] of entries) this.set(key, value);
  }
  has(key: string | number): boolean {
    return this.#entries.has(folded(key));
  }
  get(key: string | number): PsValue {
    return this.#entries.get(folded(key)) ?? null;
  }
  set(key: string | number, value: PsValue): void {
    this.#entries.set(folded(key), value);
  }
  get count(): number {
    return this.#entries.size;
  }
}

/** A .NET object, or with static members a .NET type: what a test's machine says that it can do. */
export class NetObject {
  readonly #members: Map<string, PsValue | Method>;
  /** The name of its type, and those of the types that it also is. */
  readonly types: readonly string[];
  /** What stands at an index; absent where it has none. */
  readonly item?: ((key: PsValue) => PsValue) | undefined;
  constructor(
    types: string | readonly string[],
    members: Record<string, PsValue | Method>,
    item?: (key: PsValue) => PsValue,
  ) {
    this.types = [types].flat();
    this.#members = new Map(Object.entries(members).map(([name, member]) => [folded(name), member]));
    this.item = item;
  }
  has(name: string): boolean {
    return this.#members.has(folded(name));
  }
  get(name: string): PsValue | Method {
    return this.#members.get(folded(name));
  }
  set(name: string, value: PsValue): void {
    this.#members.set(folded(name), value);
  }
  is(type: string): boolean {
    return this.types.some((own) => folded(own) === folded(type) || folded(own) === folded(`System.${type}`));
  }
}

/** What a pipeline makes of a value: the elements of a list, and anything else as it is. */
export function elementsOf(value: PsValue): readonly PsValue[] {
  if (value === undefined) return [];
  if (value instanceof NetList) return [...value.items];
  return isArray(value) ? value : [value];
}

/** What a pipeline's output comes to where one value is wanted: about_Pipelines. */
export function collapsed(output: readonly PsValue[]): PsValue {
  return output.length > 1 ? output : output[0];
}

export const isArray = (value: unknown): value is readonly PsValue[] => Array.isArray(value);

function folded(key: string | number): string {
  return typeof key === "number" ? `#${key}` : key.toLowerCase();
}
