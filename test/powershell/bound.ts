import { NotUnderstood } from "./not-understood.ts";
import { HashTable } from "./ps-value.ts";
import type { Argument } from "./session.ts";

/** Arguments by the names of the parameters that they are for: by name first, and the rest by position. */
export function bound(
  args: readonly Argument[],
  parameters: readonly string[],
  switches: readonly string[],
  command: string,
): HashTable {
  const given = new HashTable();
  const rest = [...args];
  const unnamed: Argument[] = [];
  for (let argument = rest.shift(); argument; argument = rest.shift()) {
    const name = argument.name?.toLowerCase();
    if (name === undefined) unnamed.push(argument);
    else if (switches.some((known) => known.toLowerCase() === name)) given.set(name, true);
    else if (parameters.some((known) => known.toLowerCase() === name) && rest[0]?.name === undefined) {
      given.set(name, rest.shift()!.value);
    } else throw new NotUnderstood(`-${argument.name} of ${command}`);
  }
  const free = parameters.filter((name) => !given.has(name));
  if (unnamed.length > free.length) throw new NotUnderstood(`that many arguments of ${command}`);
  for (const [index, { value }] of unnamed.entries()) given.set(free[index]!, value);
  return given;
}
