import { NetObject } from "./ps-value.ts";
import type { Emit, Ending, Session } from "./session.ts";
import type { Syntax } from "./syntax.ts";
import { Thrown } from "./thrown.ts";

/** about_Try_Catch_Finally: the first catch that names the exception's type, or a type that it also is, or none. */
export function runCatch(node: Syntax, session: Session, emit: Emit): Ending {
  const [block, ...clauses] = node.parts;
  const catches = clauses.filter(({ type }) => type === "catch_clauses").flatMap(({ parts }) => parts);
  const last = clauses.find(({ type }) => type === "finally_clause");
  const { scope } = session;
  try {
    return session.run(block!, emit);
  } catch (error) {
    if (!(error instanceof Thrown)) throw error;
    session.scope = scope;
    const found = catches.find((clause) => takes(clause, error));
    if (found === undefined) throw error;
    const outer = scope.variable("_")?.value;
    scope.assign(
      "_",
      new NetObject("System.Management.Automation.ErrorRecord", { Exception: error.exception }),
    );
    try {
      return session.run(found.parts.at(-1)!, emit);
    } finally {
      scope.assign("_", outer);
    }
  } finally {
    if (last) session.run(last.parts[0]!, emit);
  }
}

function takes({ parts }: Syntax, { exception }: Thrown): boolean {
  const list = parts.find(({ type }) => type === "catch_type_list");
  return list === undefined || list.parts.some(({ text }) => exception.is(text.slice(1, -1)));
}
