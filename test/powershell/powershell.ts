import { NotUnderstood } from "./not-understood.ts";
import { expressions } from "./expressions.ts";
import { setParameters } from "./functions.ts";
import { NetObject, type PsValue } from "./ps-value.ts";
import { Scope } from "./scope.ts";
import { type Argument, type Emit, type Ending, Exit, type Machine, type Session } from "./session.ts";
import { statements, valueOfPipeline } from "./statements.ts";
import { type Syntax, syntaxOf } from "./syntax.ts";

export interface Ran {
  output: PsValue[];
  exitCode: number;
}

/**
 * As much of a PowerShell as this project's scripts use, for tests: no PowerShell can be installed where they run. It
 * walks the tree of the real script; what it does not know it refuses, and never skips.
 */
export class PowerShell implements Session {
  readonly machine: Machine;
  readonly scriptScope = new Scope();
  scope: Scope = this.scriptScope;
  isStrict = false;
  readonly #readScript: (path: string) => string;

  constructor(machine: Machine, readScript: (path: string) => string) {
    this.machine = machine;
    this.#readScript = readScript;
  }

  /** `powershell -File path …`: what it writes, and how it exits. An error that no catch takes is thrown. */
  file(path: string, args: readonly Argument[] = []): Ran {
    const output: PsValue[] = [];
    try {
      this.runFile(path, args, (value) => output.push(value), false);
    } catch (error) {
      if (!(error instanceof Exit)) throw error;
      return { output, exitCode: error.code };
    }
    return { output, exitCode: 0 };
  }

  runFile(path: string, args: readonly Argument[], emit: Emit, isDotSourced: boolean): void {
    const { children } = syntaxOf(this.#readScript(path));
    const invocation = { InvocationName: isDotSourced ? "." : path };
    const automatic = {
      MyInvocation: new NetObject("System.Management.Automation.InvocationInfo", invocation),
      PSScriptRoot: path.replace(/[\\/][^\\/]*$/, ""),
    };
    const outer = Object.keys(automatic).map((name) => [name, this.scope.variable(name)?.value] as const);
    for (const [name, value] of Object.entries(automatic)) this.scope.assign(name, value);
    for (const part of children) {
      if (part.type === "param_block") {
        setParameters(
          part.parts.find(({ type }) => type === "parameter_list"),
          args,
          this.scope,
          path,
        );
      } else this.run(part, emit);
    }
    for (const [name, value] of outer) this.scope.assign(name, value);
  }

  evaluate(node: Syntax): PsValue {
    if (node.type === "pipeline") return valueOfPipeline(node, this);
    const evaluation = expressions[node.type];
    if (evaluation === undefined) throw new NotUnderstood(node);
    return evaluation(node, this);
  }

  run(node: Syntax, emit: Emit): Ending {
    const run = statements[node.type];
    if (run === undefined) throw new NotUnderstood(node);
    return run(node, this, emit);
  }

  within<Result>(scope: Scope, work: () => Result): Result {
    const outer = this.scope;
    this.scope = scope;
    try {
      return work();
    } finally {
      this.scope = outer;
    }
  }
}
