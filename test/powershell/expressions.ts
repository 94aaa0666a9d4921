import { converted, nameOf, toBoolean, toNumber, toText } from "./conversion.ts";
import { callMethod, elementAt, propertyOf } from "./members.ts";
import { NotUnderstood } from "./not-understood.ts";
import { operators } from "./operators.ts";
import { HashTable, type PsValue, ScriptBlock, collapsed } from "./ps-value.ts";
import type { Session } from "./session.ts";
import { expandedText, verbatimText } from "./string-literal.ts";
import type { Syntax } from "./syntax.ts";
import { assignTo, readVariable, staticType } from "./variables.ts";

type Evaluation = (node: Syntax, session: Session) => PsValue;

/** How each kind of expression is evaluated, by its name in the grammar. */
export const expressions: Record<string, Evaluation> = {
  variable: readVariable,
  type_literal: staticType,
  verbatim_string_characters: verbatimText,
  expandable_string_literal: (node, session) => expandedText(node, (part) => session.evaluate(part)),
  decimal_integer_literal: (node) => integer(node, 2 ** 31),
  // 0xFFFFFFFF is -1: about_Numeric_Literals.
  hexadecimal_integer_literal: (node) => integer(node, 2 ** 32),
  real_literal: ({ text }) => Number(text),
  array_literal_expression: ({ parts }, session) => parts.map((part) => session.evaluate(part) ?? null),
  parenthesized_expression: (node, session) => session.evaluate(node.parts[0]!),
  array_expression: (node, session) => outputOf(node, session),
  sub_expression: (node, session) => collapsed(outputOf(node, session)),
  hash_literal_expression: hashTable,
  script_block_expression: (node) => new ScriptBlock(node.parts[0]!),
  cast_expression: cast,
  expression_with_unary_operator: unary,
  logical_expression: logical,
  bitwise_expression: binary,
  comparison_expression: binary,
  additive_expression: binary,
  multiplicative_expression: binary,
  member_access: (node, session) => {
    const [target, name] = targetAndName(node, session);
    return propertyOf(target, name, session.isStrict);
  },
  invokation_expression: (node, session) => {
    const [target, name] = targetAndName(node, session);
    return callMethod(target, name, argumentsOf(node.parts[2]!, session));
  },
  element_access: ({ parts: [list, index] }, session) =>
    elementAt(session.evaluate(list!), session.evaluate(index!)),
  post_increment_expression: (node, session) => step(node, session, 1),
  post_decrement_expression: (node, session) => step(node, session, -1),
};

/** What stands between the brackets of a method. */
export function argumentsOf({ parts: [list] }: Syntax, session: Session): PsValue[] {
  if (list === undefined) return [];
  const all = list.type === "argument_expression_list" ? list.parts : [list];
  return all.map((part) => session.evaluate(part) ?? null);
}

export function outputOf({ parts: [statements] }: Syntax, session: Session): PsValue[] {
  const output: PsValue[] = [];
  const ending = statements && session.run(statements, (value) => output.push(value));
  if (ending !== undefined) throw new NotUnderstood(`${ending} within an expression`);
  return output;
}

function integer(node: Syntax, end: number): PsValue {
  if (!/^(\d+|0x[\dA-F]{1,8})$/i.test(node.text)) throw new NotUnderstood(node);
  const value = Number(node.text);
  if (value >= end) return BigInt(node.text);
  return end === 2 ** 32 ? value | 0 : value;
}

function targetAndName(node: Syntax, session: Session): [PsValue, string] {
  const [target, name] = node.parts;
  if (name?.type !== "simple_name") throw new NotUnderstood(node);
  return [session.evaluate(target!), name.text];
}

function hashTable({ parts: [body] }: Syntax, session: Session): PsValue {
  const entries = (body?.parts ?? []).map(({ parts: [key, value] }) => {
    const name = key!.type === "simple_name" ? key!.text : toText(session.evaluate(key!));
    return [name, session.evaluate(value!) ?? null] as const;
  });
  return new HashTable(entries);
}

function cast({ parts: [type, operand] }: Syntax, session: Session): PsValue {
  return converted(session.evaluate(operand!), type!.text.slice(1, -1));
}

function unary(node: Syntax, session: Session): PsValue {
  const operand = session.evaluate(node.parts.at(-1)!);
  switch (node.children[0]!.text.toLowerCase()) {
    case "-not":
    case "!":
      return !toBoolean(operand);
    case ",":
      return [operand ?? null];
    case "-":
      return -toNumber(operand);
    default:
      throw new NotUnderstood(node);
  }
}

function logical({ children: [left, operator, right] }: Syntax, session: Session): PsValue {
  const isTrue = toBoolean(session.evaluate(left!));
  const decided = { "-and": !isTrue, "-or": isTrue }[operator!.text.toLowerCase()];
  if (decided === undefined) throw new NotUnderstood(operator!);
  return decided ? isTrue : toBoolean(session.evaluate(right!));
}

function binary(node: Syntax, session: Session): PsValue {
  const [left, operator, right] = node.children;
  const operation = operators[operator!.text.toLowerCase()];
  if (operation === undefined) throw new NotUnderstood(node);
  return operation(session.evaluate(left!), session.evaluate(right!), (matches) =>
    session.scope.assign("Matches", matches),
  );
}

function step({ parts: [target] }: Syntax, session: Session, by: number): PsValue {
  const before = session.evaluate(target!);
  if (typeof before !== "number") throw new NotUnderstood(`${nameOf(before)}++`);
  assignTo(target!, before + by, session);
  return before;
}
