import type { HashTable, NetObject, PsValue } from "./ps-value.ts";
import type { Scope } from "./scope.ts";
import type { Syntax } from "./syntax.ts";

export type Emit = (value: PsValue) => void;

/** How a block of statements ended, where not with its last. */
export type Ending = "return" | "continue" | undefined;

/** What an argument list says: its parameters by name, and the rest in order. */
export interface Argument {
  name?: string;
  value: PsValue;
}

/** A command that is not written in PowerShell. A parameter is named as its documentation has it. */
export interface Cmdlet {
  /** Those that take a value, in the order of their positions. */
  parameters: readonly string[];
  switches?: readonly string[];
  run: (call: CmdletCall) => void;
}

export interface CmdletCall {
  given: HashTable;
  input: readonly PsValue[];
  emit: Emit;
  session: Session;
}

/** All that a script can reach outside itself. */
export interface Machine {
  types: readonly NetObject[];
  cmdlets: Record<string, Cmdlet>;
  /** Programs that are not PowerShell's. */
  programs: Record<string, (args: readonly PsValue[]) => void>;
  environment: Record<string, string>;
}

/** A running PowerShell. */
export interface Session {
  readonly machine: Machine;
  /** The scope of the statement that runs. */
  scope: Scope;
  /** The scope that $script: names. */
  readonly scriptScope: Scope;
  isStrict: boolean;
  evaluate(node: Syntax): PsValue;
  run(node: Syntax, emit: Emit): Ending;
  /** Runs with a scope of its own. */
  within<Result>(scope: Scope, work: () => Result): Result;
  runFile(path: string, args: readonly Argument[], emit: Emit, isDotSourced: boolean): void;
}

/** The `exit` of a script. */
export class Exit extends Error {
  readonly code: number;
  constructor(code: number) {
    super(`exit ${code}`);
    this.code = code;
  }
}
