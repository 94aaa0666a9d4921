import { NotUnderstood } from "./not-understood.ts";

/**
 * A .NET regular expression as one of JavaScript's. They differ in what `.`, `$` and the classes take:
 * https://learn.microsoft.com/dotnet/standard/base-types/regular-expression-language-quick-reference
 */
export function netRegex(pattern: string, flags: string): RegExp {
  return new RegExp(translated(pattern), flags);
}

/** A replacement as JavaScript reads it: of .NET's substitutions, groups by number and `$$`. */
export function netReplacement(replacement: string): string {
  return replacement.replace(/\$([1-9](?!\d)|\$)?/g, (whole, what: string | undefined) => {
    if (what === undefined) throw new NotUnderstood(`the replacement ${replacement}`);
    return whole;
  });
}

// What is no letter of a class by its name stands for itself in both.
const steps =
  /\\(?<escaped>x[\da-fA-F]{2}|[^])|\[(?<negated>\^?)(?<first>\]?)(?<members>(?:\\[^]|[^\]\\])*)\]|(?<group>\(\?(?!:))|(?<one>[^])/g;

function translated(pattern: string): string {
  return pattern.replace(steps, (whole, ...rest) => {
    const { escaped, members, negated, first, group, one } = rest.at(-1) as Record<
      string,
      string | undefined
    >;
    if (group !== undefined || first) throw new NotUnderstood(`${whole} in the expression ${pattern}`);
    if (escaped !== undefined) return escapeOf(escaped, pattern);
    if (members !== undefined) return `[${negated}${membersOf(members, pattern)}]`;
    if (one === ".") return "[^\\n]";
    // Also before a line break at the very end.
    return one === "$" ? "(?=\\n?(?![^]))" : whole;
  });
}

function escapeOf(letter: string, pattern: string): string {
  const named = /^[sdwSDW]$/.test(letter) ? classes[letter.toLowerCase() as "s" | "d" | "w"] : undefined;
  if (named !== undefined) return `[${letter === letter.toLowerCase() ? "" : "^"}${named}]`;
  // A letter that is not known here, such as \z, would stand for itself in JavaScript.
  if (/^[A-Za-z0-9]/.test(letter) && !/^([trnfv]|x..)$/.test(letter)) {
    throw new NotUnderstood(`\\${letter} in the expression ${pattern}`);
  }
  return `\\${letter}`;
}

function membersOf(members: string, pattern: string): string {
  if (members.includes("-[")) throw new NotUnderstood(`a subtraction in the expression ${pattern}`);
  return members.replace(/\\(x[\da-fA-F]{2}|[^])/g, (_, letter: string) => {
    if (/^[SDW]$/.test(letter)) throw new NotUnderstood(`[\\${letter}] in the expression ${pattern}`);
    return escapeOf(letter, pattern).replace(/^\[(.*)\]$/s, "$1");
  });
}

/** The characters of the basic plane with a property, for .NET looks at one half of a pair at a time. */
function charactersThatAre(property: RegExp): string {
  let ranges = "";
  for (let code = 0; code <= 0xffff; code++) {
    if (!property.test(String.fromCharCode(code))) continue;
    const from = code;
    while (code < 0xffff && property.test(String.fromCharCode(code + 1))) code++;
    ranges += `${hex(from)}-${hex(code)}`;
  }
  return ranges;
}

const hex = (code: number) => `\\u${code.toString(16).padStart(4, "0")}`;

// https://learn.microsoft.com/dotnet/standard/base-types/character-classes-in-regular-expressions
const classes = {
  s: charactersThatAre(/[\f\n\r\t\v\x85\p{Z}]/u),
  d: charactersThatAre(/\p{Nd}/u),
  w: charactersThatAre(/[\p{L}\p{Mn}\p{Nd}\p{Pc}]/u),
};
