import { converted } from "./conversion.ts";
import { setElement, setProperty } from "./members.ts";
import { NotUnderstood } from "./not-understood.ts";
import type { PsValue } from "./ps-value.ts";
import type { Session } from "./session.ts";
import type { Syntax } from "./syntax.ts";
import { runtimeError } from "./thrown.ts";

const constants: Record<string, PsValue> = { null: null, true: true, false: false };

export function readVariable(node: Syntax, session: Session): PsValue {
  const [, drive, name] = partsOf(node);
  if (drive === "env") return session.machine.environment[name!] ?? null;
  if (name!.toLowerCase() in constants) return constants[name!.toLowerCase()];
  const scope = drive === "script" ? session.scriptScope : session.scope;
  const variable = scope.variable(name!);
  if (variable === undefined && session.isStrict) {
    throw runtimeError(`The variable '${node.text}' cannot be retrieved because it has not been set.`);
  }
  return variable?.value;
}

/** Assigns to whatever may stand on the left: a variable, with its type or without, a property, an element. */
export function assignTo(target: Syntax, value: PsValue, session: Session): void {
  const [first, second] = target.parts;
  if (target.type === "variable") setVariable(target, value, session);
  else if (target.type === "cast_expression" && second!.type === "variable") {
    setVariable(second!, value, session, first!.text.slice(1, -1));
  } else if (target.type === "element_access") {
    setElement(session.evaluate(first!), session.evaluate(second!), value);
  } else if (target.type === "member_access" && second!.type === "simple_name") {
    setProperty(session.evaluate(first!), second!.text, value);
  } else throw new NotUnderstood(target);
}

function setVariable(node: Syntax, value: PsValue, session: Session, newType?: string): void {
  const [, drive, name] = partsOf(node);
  // What is assigned to $null is thrown away.
  if (/^null$/i.test(name!)) return;
  if (drive === "env" || name!.toLowerCase() in constants) throw new NotUnderstood(node);
  const scope = drive === "script" ? session.scriptScope : session.scope;
  const type = newType ?? scope.ownType(name!);
  scope.assign(name!, type === undefined ? value : converted(value, type), type);
}

function partsOf(node: Syntax): RegExpExecArray {
  const parts = /^\$(?:(env|script):)?(\w+)$/i.exec(node.text);
  if (parts === null) throw new NotUnderstood(node);
  parts[1] = parts[1]?.toLowerCase() as string;
  return parts;
}

/** [Name], for its static members. */
export function staticType(node: Syntax, session: Session): PsValue {
  const type = session.machine.types.find((known) => known.is(node.text.slice(1, -1)));
  if (type === undefined) throw new NotUnderstood(node);
  return type;
}
