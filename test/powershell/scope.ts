import type { PsValue } from "./ps-value.ts";
import type { Syntax } from "./syntax.ts";

interface Variable {
  /** A variable that was given a type converts whatever is assigned to it later. */
  type?: string | undefined;
  value: PsValue;
}

/** A function sees the variables of whoever calls it, and assigns to its own: about_Scopes. */
export class Scope {
  readonly #variables = new Map<string, Variable>();
  readonly #functions = new Map<string, Syntax>();
  readonly #caller: Scope | undefined;
  constructor(caller?: Scope) {
    this.#caller = caller;
  }
  variable(name: string): Variable | undefined {
    return this.#variables.get(name.toLowerCase()) ?? this.#caller?.variable(name);
  }
  ownType(name: string): string | undefined {
    return this.#variables.get(name.toLowerCase())?.type;
  }
  assign(name: string, value: PsValue, type = this.ownType(name)): void {
    this.#variables.set(name.toLowerCase(), { type, value });
  }
  function(name: string): Syntax | undefined {
    return this.#functions.get(name.toLowerCase()) ?? this.#caller?.function(name);
  }
  define(name: string, statement: Syntax): void {
    this.#functions.set(name.toLowerCase(), statement);
  }
}
