import { readFileSync } from "node:fs";
import { type Node, type ParseError, getNodeValue, parseTree, printParseErrorCode } from "jsonc-parser";
import { isCalendarDay } from "../report/date-range.ts";
import { JobError } from "../cli/run-command.ts";

export const priceListPath = new URL("../../lambda/domain/price-list.json", import.meta.url).pathname;
const priceOverridesPath = new URL("../../lambda/domain/price-overrides.json", import.meta.url).pathname;

/** @throws JobError with the first slip: the file, its line, and what was expected there */
export function checkPriceFiles(): void {
  for (const [path, fields] of [
    [priceListPath, priceListFields],
    [priceOverridesPath, priceOverridesFields],
  ] as const) {
    const [slip] = slipsOf(readFileSync(path, "utf8"), fields);
    if (slip !== undefined) {
      throw new JobError(`${path.split("/").slice(-3).join("/")} line ${slip.line}: ${slip.message}`);
    }
  }
}

export interface Slip {
  line: number;
  message: string;
}

/** Every slip of a price list or an overrides file, with its line. */
export function slipsOf(text: string, fields: Record<string, Check>): Slip[] {
  const errors: ParseError[] = [];
  const root = parseTree(text, errors, { disallowComments: true });
  const lineAt = (offset: number): number => text.slice(0, offset).split("\n").length;
  if (root?.type !== "object" || errors.length > 0) {
    const error = errors[0];
    const what = error === undefined ? "an object is expected" : wordsOf(printParseErrorCode(error.error));
    return [{ line: lineAt(error?.offset ?? 0), message: `not valid JSON: ${what}` }];
  }
  const slips: Slip[] = [];
  const report = (node: Node, message: string): void =>
    void slips.push({ line: lineAt(node.offset), message });
  for (const [name, key, value] of propertiesOf(root)) {
    const check = fields[name];
    if (check === undefined) report(key, unknownField(name, Object.keys(fields)));
    else check(value, report);
  }
  return slips.toSorted((a, b) => a.line - b.line);
}

type Report = (node: Node, message: string) => void;
type Check = (node: Node, report: Report) => void;

const text: Check = (node, report) => {
  if (node.type !== "string" || node.value === "") report(node, "a text is expected");
};
const flag: Check = (node, report) => {
  if (node.type !== "boolean") report(node, "true or false is expected");
};
const day: Check = (node, report) => {
  if (!isCalendarDay(node.value))
    report(node, `${valueText(node)} is not a day: expected one like "2026-11-22"`);
};
const factor: Check = (node, report) => {
  const isFactor = typeof node.value === "number" && node.value > 0 && node.value <= 100;
  if (!isFactor) report(node, `${valueText(node)} is not a factor: expected a number like 2.5`);
};
const usdPerMillion: Check = (node, report) => {
  const price: unknown = node.value;
  const expected = "expected US dollars per million tokens, like 2.5, with at most six decimals";
  const isPrice =
    typeof price === "number" && price >= 0 && price <= 10_000 && Number(price.toFixed(6)) === price;
  if (!isPrice) report(node, `${valueText(node)} is not a price: ${expected}`);
  else if (price > 0 && price < 0.001) report(node, `${price} looks like a price for one token: ${expected}`);
};

const priceFields: Record<string, Check> = {
  model: text,
  from: day,
  input: usdPerMillion,
  cachedInput: usdPerMillion,
  cacheWrite: usdPerMillion,
  output: usdPerMillion,
  longContext: flag,
  priority: factor,
  regional: flag,
};

export const priceListFields: Record<string, Check> = {
  about: text,
  sources: text,
  aliases: (node, report) => {
    for (const [, , value] of propertiesOf(node)) text(value, report);
  },
  prices: pricesOf(priceFields, ["model", "from", "input", "output"]),
};

export const priceOverridesFields: Record<string, Check> = {
  about: text,
  prices: pricesOf({ ...priceFields, until: day }, ["model", "from"]),
  residency: (node, report) => {
    for (const period of node.children ?? [])
      checkFields(period, { from: day, until: day }, ["from"], report);
  },
};

function pricesOf(fields: Record<string, Check>, required: string[]): Check {
  return (node, report) => {
    const seen = new Set<string>();
    for (const price of node.children ?? []) {
      checkFields(price, fields, required, report);
      const { model, from } = getNodeValue(price) as Record<string, unknown>;
      const key = `${model} from ${from}`;
      if (seen.has(key)) report(price, `${key} stands here twice: expected one price for a model and a day`);
      seen.add(key);
    }
  };
}

function checkFields(node: Node, fields: Record<string, Check>, required: string[], report: Report): void {
  const names = new Set<string>();
  for (const [name, key, value] of propertiesOf(node)) {
    names.add(name);
    const check = fields[name];
    if (check === undefined) report(key, unknownField(name, Object.keys(fields)));
    else check(value, report);
  }
  const missing = required.find((name) => !names.has(name));
  if (missing !== undefined) report(node, `"${missing}" is missing: expected ${required.join(", ")}`);
}

/** `CommaExpected` is `comma expected`. */
function wordsOf(code: string): string {
  return code.replaceAll(/(?<=[a-z])[A-Z]/g, (letter) => ` ${letter}`).toLowerCase();
}

function unknownField(name: string, known: string[]): string {
  return `"${name}" is not a field: expected one of ${known.join(", ")}`;
}

function propertiesOf(node: Node): [string, Node, Node][] {
  const pairs = (node.type === "object" ? (node.children ?? []) : []).map(({ children = [] }) => children);
  return pairs.flatMap(([key, value]) => (key && value ? [[String(key.value), key, value]] : []));
}

function valueText(node: Node): string {
  return JSON.stringify(getNodeValue(node));
}
