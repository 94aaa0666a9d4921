import { toBoolean, toInteger } from "./conversion.ts";
import { runCatch } from "./catch.ts";
import { NotUnderstood } from "./not-understood.ts";
import { operators } from "./operators.ts";
import { NetObject, type PsValue, collapsed, elementsOf } from "./ps-value.ts";
import { type Ending, type Emit, Exit, type Session } from "./session.ts";
import { runCommand } from "./commands.ts";
import type { Syntax } from "./syntax.ts";
import { Thrown } from "./thrown.ts";
import { assignTo } from "./variables.ts";

type Run = (node: Syntax, session: Session, emit: Emit) => Ending;

/** How each kind of statement runs, by its name in the grammar. */
export const statements: Record<string, Run> = {
  statement_list: ({ parts }, session, emit) => {
    for (const part of parts) {
      const ending = session.run(part, emit);
      if (ending !== undefined) return ending;
    }
    return undefined;
  },
  statement_block: runOnly,
  script_block: runOnly,
  else_clause: runOnly,
  pipeline: runPipeline,
  if_statement: runIf,
  for_statement: runFor,
  foreach_statement: runForeach,
  flow_control_statement: runFlowControl,
  try_statement: runCatch,
  function_statement: (node, session) => {
    session.scope.define(node.parts[0]!.text, node);
    return undefined;
  },
};

/** What a pipeline comes to where a value is wanted. */
export function valueOfPipeline(node: Syntax, session: Session): PsValue {
  const [content] = node.parts;
  if (content!.type !== "pipeline_chain") throw new NotUnderstood(node);
  const [first, ...others] = content!.parts;
  if (others.length === 0 && first!.type !== "command") return session.evaluate(first!);
  const output: PsValue[] = [];
  runChain(content!, session, (value) => output.push(value));
  return collapsed(output);
}

function runOnly({ parts: [only] }: Syntax, session: Session, emit: Emit): Ending {
  return only && session.run(only, emit);
}

function runPipeline(node: Syntax, session: Session, emit: Emit): Ending {
  const [content] = node.parts;
  if (content!.type === "assignment_expression") assign(content!, session);
  else runChain(content!, session, emit);
  return undefined;
}

function assign({ parts: [target, operator, value] }: Syntax, session: Session): void {
  const right = valueOfPipeline(value!, session);
  if (operator!.text === "=") assignTo(target!, right, session);
  else if (operator!.text === "+=") {
    assignTo(
      target!,
      operators["+"]!(session.evaluate(target!), right, () => {}),
      session,
    );
  } else throw new NotUnderstood(operator!);
}

function runChain(chain: Syntax, session: Session, emit: Emit): void {
  if (chain.children.some(({ type }) => type === "&&" || type === "||")) throw new NotUnderstood(chain);
  let input: PsValue[] = [];
  for (const [index, part] of chain.parts.entries()) {
    const output: PsValue[] = [];
    const isLast = index === chain.parts.length - 1;
    const next = isLast ? emit : (value: PsValue) => output.push(value);
    if (part.type === "command") runCommand(part, session, input, next);
    else if (index > 0) throw new NotUnderstood(part);
    else {
      const value = session.evaluate(part);
      // `$Count++` on a line of its own says nothing.
      if (!part.type.startsWith("post_")) for (const element of elementsOf(value)) next(element);
    }
    input = output;
  }
}

function runIf({ parts }: Syntax, session: Session, emit: Emit): Ending {
  const [condition, block, ...others] = parts;
  if (toBoolean(session.evaluate(condition!))) return session.run(block!, emit);
  for (const other of others.flatMap((part) => (part.type === "elseif_clauses" ? part.parts : [part]))) {
    if (other.type === "else_clause") return session.run(other, emit);
    if (toBoolean(session.evaluate(other.parts[0]!))) return session.run(other.parts[1]!, emit);
  }
  return undefined;
}

function runFor(node: Syntax, session: Session, emit: Emit): Ending {
  const [initializer, condition, iterator, block] = node.parts;
  if (block?.type !== "statement_block") throw new NotUnderstood(node);
  session.run(initializer!.parts[0]!, emit);
  while (toBoolean(session.evaluate(condition!.parts[0]!))) {
    if (session.run(block, emit) === "return") return "return";
    session.run(iterator!.parts[0]!, emit);
  }
  return undefined;
}

function runForeach({ parts: [variable, list, block] }: Syntax, session: Session, emit: Emit): Ending {
  const value = session.evaluate(list!);
  // about_Foreach: nothing is no element here.
  for (const element of elementsOf(value ?? undefined)) {
    assignTo(variable!, element, session);
    if (session.run(block!, emit) === "return") return "return";
  }
  return undefined;
}

function runFlowControl(node: Syntax, session: Session, emit: Emit): Ending {
  const value = node.parts[0] && session.evaluate(node.parts[0]);
  switch (node.children[0]!.text.toLowerCase()) {
    case "return":
      for (const element of elementsOf(value)) emit(element);
      return "return";
    case "continue":
      if (value !== undefined) throw new NotUnderstood(node);
      return "continue";
    case "exit":
      throw new Exit(Number(toInteger(value, 32)));
    case "throw":
      if (value instanceof NetObject && value.is("System.Exception")) throw new Thrown(value);
  }
  throw new NotUnderstood(node);
}
