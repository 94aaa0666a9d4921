import { bound } from "./bound.ts";
import { converted, invalidCast, nameOf } from "./conversion.ts";
import { NotUnderstood } from "./not-understood.ts";
import type { HashTable, PsValue } from "./ps-value.ts";
import { Scope } from "./scope.ts";
import type { Argument, Emit, Session } from "./session.ts";
import type { Syntax } from "./syntax.ts";

interface Parameter {
  name: string;
  type: string | undefined;
}

export function callFunction(
  statement: Syntax,
  args: readonly Argument[],
  session: Session,
  emit: Emit,
): void {
  const [name, ...others] = statement.parts;
  const body = others.find(({ type }) => type === "script_block")!;
  if (body.parts.some(({ type }) => type !== "statement_list")) throw new NotUnderstood(body);
  const declaration = others.find(({ type }) => type === "function_parameter_declaration");
  const scope = new Scope(session.scope);
  setParameters(declaration?.parts[0], args, scope, name!.text);
  session.within(scope, () => session.run(body, emit));
}

/** Gives each parameter what was given for it, or the nothing of its type. */
export function setParameters(
  list: Syntax | undefined,
  args: readonly Argument[],
  scope: Scope,
  command: string,
): void {
  const parameters = (list?.parts ?? []).map(parameterOf);
  const isSwitch = ({ type }: Parameter) => type?.toLowerCase() === "switch";
  const given = bound(
    args,
    parameters.filter((parameter) => !isSwitch(parameter)).map(({ name }) => name),
    parameters.filter(isSwitch).map(({ name }) => name),
    command,
  );
  for (const { name, type } of parameters) scope.assign(name, valueFor(name, type, given), type);
}

function valueFor(name: string, type: string | undefined, given: HashTable): PsValue {
  const value = given.get(name);
  // Unlike a cast, a parameter takes no text for a truth.
  if (type?.toLowerCase() === "bool" && given.has(name) && !/^(boolean|number)$/.test(typeof value)) {
    throw invalidCast(nameOf(value), "System.Boolean");
  }
  return type === undefined ? value : converted(value, type);
}

function parameterOf(node: Syntax): Parameter {
  const variable = node.parts.find(({ type }) => type === "variable");
  const attributes = node.parts.flatMap(({ type, parts }) => (type === "attribute_list" ? parts : []));
  const [type, ...others] = attributes.flatMap(({ parts }) => parts);
  const isPlain = type === undefined || type.type === "type_literal";
  if (!variable || !isPlain || others.length > 0 || node.parts.length > 2) throw new NotUnderstood(node);
  return { name: variable.text.slice(1), type: type?.text.slice(1, -1) };
}
