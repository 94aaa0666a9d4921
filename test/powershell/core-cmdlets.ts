import { toBoolean, toInteger, toText } from "./conversion.ts";
import { NotUnderstood } from "./not-understood.ts";
import { NetObject, type PsValue, ScriptBlock, elementsOf } from "./ps-value.ts";
import { Scope } from "./scope.ts";
import type { Cmdlet, CmdletCall, Session } from "./session.ts";

/** The cmdlets that need nothing but their input. */
export const coreCmdlets: Record<string, Cmdlet> = {
  "Set-StrictMode": {
    parameters: ["Version"],
    run: ({ given, session }) => {
      if (given.get("Version") !== 2) throw new NotUnderstood("a strict mode other than 2.0");
      session.isStrict = true;
    },
  },
  "Write-Output": {
    parameters: ["InputObject"],
    run: ({ given, emit }) => elementsOf(given.get("InputObject")).forEach(emit),
  },
  "New-Object": {
    parameters: ["TypeName", "ArgumentList"],
    run: ({ given, emit, session }) => {
      const args = given.has("ArgumentList") ? elementsOf(given.get("ArgumentList")) : [];
      emit(newObject(toText(given.get("TypeName")), args, session));
    },
  },
  "Where-Object": { parameters: ["FilterScript"], run: whereObject },
  "Select-Object": {
    parameters: ["First"],
    run: ({ given, input, emit }) => input.slice(0, Number(toInteger(given.get("First"), 32))).forEach(emit),
  },
  "ConvertFrom-Json": {
    parameters: ["InputObject"],
    run: ({ given, emit }) => emit(fromJson(JSON.parse(toText(given.get("InputObject"))))),
  },
};

function newObject(name: string, args: readonly PsValue[], session: Session): PsValue {
  const type = session.machine.types.find((known) => known.is(name))?.get("new");
  if (typeof type !== "function") throw new NotUnderstood(`New-Object ${name}`);
  return type(...args);
}

function whereObject({ given, input, emit, session }: CmdletCall): void {
  const filter = given.get("FilterScript");
  if (!(filter instanceof ScriptBlock)) throw new NotUnderstood("Where-Object without a block");
  for (const element of input) {
    const scope = new Scope(session.scope);
    scope.assign("_", element);
    const output: PsValue[] = [];
    session.within(scope, () => session.run(filter.body, (value) => output.push(value)));
    if (toBoolean(output)) emit(element);
  }
}

function fromJson(value: unknown): PsValue {
  if (Array.isArray(value)) return value.map(fromJson);
  if (typeof value !== "object" || value === null) return value as PsValue;
  const fields = Object.entries(value).map(([name, field]) => [name, fromJson(field)] as const);
  const names = new Set(fields.map(([name]) => name.toLowerCase()));
  const property = (name: PsValue) =>
    names.has(toText(name).toLowerCase()) ? new NetObject("PSProperty", {}) : null;
  const about = new NetObject("PSObject", { Properties: new NetObject("PSProperties", {}, property) });
  const members = Object.fromEntries([["PSObject", about], ...fields]) as Record<string, PsValue>;
  return new NetObject("System.Management.Automation.PSCustomObject", members);
}
