import { toText } from "./conversion.ts";
import { callFunction } from "./functions.ts";
import { argumentsOf } from "./expressions.ts";
import { bound } from "./bound.ts";
import { callMethod } from "./members.ts";
import { NotUnderstood } from "./not-understood.ts";
import type { PsValue } from "./ps-value.ts";
import type { Argument, Emit, Session } from "./session.ts";
import type { Syntax } from "./syntax.ts";

/** Runs a function, a cmdlet, a program or a script: about_Command_Precedence. */
export function runCommand(node: Syntax, session: Session, input: readonly PsValue[], emit: Emit): void {
  const [first, ...others] = node.parts;
  const args = argumentList(
    others.find(({ type }) => type === "command_elements"),
    session,
  );
  if (first!.type === "command_invokation_operator") {
    const [content] = others[0]!.parts;
    if (first!.text === ".") session.runFile(toText(session.evaluate(content!)), args, emit, true);
    else runProgram(content!, args, session);
    return;
  }
  if (first!.type !== "command_name") throw new NotUnderstood(node);
  const defined = session.scope.function(first!.text);
  if (defined !== undefined && input.length > 0) throw new NotUnderstood(node);
  if (defined !== undefined) callFunction(defined, args, session, emit);
  else runCmdlet(first!, args, session, input, emit);
}

function runCmdlet(
  node: Syntax,
  args: readonly Argument[],
  session: Session,
  input: readonly PsValue[],
  emit: Emit,
): void {
  const cmdlets = Object.entries(session.machine.cmdlets);
  const [, cmdlet] = cmdlets.find(([name]) => name.toLowerCase() === node.text.toLowerCase()) ?? [];
  if (cmdlet === undefined) throw new NotUnderstood(node);
  const given = bound(args, cmdlet.parameters, cmdlet.switches ?? [], node.text);
  cmdlet.run({ given, input, emit, session });
}

function runProgram(name: Syntax, args: readonly Argument[], session: Session): void {
  const program = session.machine.programs[name.text];
  if (program === undefined || args.some((argument) => argument.name !== undefined))
    throw new NotUnderstood(name);
  program(args.map(({ value }) => value));
}

function argumentList(elements: Syntax | undefined, session: Session): Argument[] {
  const args: Argument[] = [];
  const parts = (elements?.parts ?? []).filter(({ type }) => type !== "command_argument_sep");
  for (const [index, part] of parts.entries()) {
    if (part.type === "command_parameter") args.push({ name: part.text.slice(1), value: true });
    else if (part.type === "generic_token" && /^[\w.]+$/.test(part.text)) args.push({ value: part.text });
    else if (part.type === "generic_token") throw new NotUnderstood(part);
    // The grammar takes `Name $Text.Trim()` apart: a method's brackets come behind what it is a method of.
    else if (part.type === "argument_list") {
      const [target, name] = parts[index - 1]!.parts;
      args.push({ value: callMethod(session.evaluate(target!), name!.text, argumentsOf(part, session)) });
    } else if (parts[index + 1]?.type !== "argument_list")
      args.push({ value: session.evaluate(part) ?? null });
  }
  return args;
}
