import { type ShellPart, shellPartsOf } from "./shell-tree.ts";

interface Newer {
  what: string;
  /** A line that has it. */
  example: string;
  isIn: (part: ShellPart) => boolean;
}

const has =
  (kind: string, pattern: RegExp) =>
  (part: ShellPart): boolean =>
    part.kind === kind && pattern.test(part.text);

// The expansion's own name: what stands in its brackets may hold anything.
const parameter = String.raw`^\$\{[!#]?(?:\w+|[@*#?$!-])(?:\[[^\]]*\])?`;

/**
 * What came after bash 3.2, which macOS has, and the two things that 3.2 reads wrongly. BASH_COMPAT=3.2 makes a new bash
 * behave like it, but lets it read all of these. Sources: https://tiswww.case.edu/php/chet/bash/NEWS and .../CHANGES
 */
export const newerThanBash32: readonly Newer[] = [
  {
    what: "${x,,} and ${x^^}",
    example: "echo ${x,,}",
    isIn: has("ParamExp", new RegExp(`${parameter}(,|\\^)`)),
  },
  {
    what: "${x@Q}",
    example: 'echo "${x@Q}"',
    isIn: has("ParamExp", new RegExp(`${parameter}@[A-Za-z]\\}$`)),
  },
  {
    what: "a negative length",
    example: "echo ${x:0:-1}",
    isIn: has("ParamExp", new RegExp(`${parameter}:[^:]+: *-`)),
  },
  { what: "a negative index", example: "echo ${x[-1]}", isIn: has("ParamExp", /^\$\{[!#]?\w+\[ *-/) },
  {
    what: "all of a list that may be empty, which is unset to set -u",
    example: 'run "${list[@]}"',
    isIn: has("ParamExp", /^\$\{\w+\[[@*]\]\}$/),
  },
  {
    what: "mapfile and readarray",
    example: "mapfile -t lines",
    isIn: has("CallExpr", /^(mapfile|readarray)\b/),
  },
  { what: "coproc", example: "coproc cat", isIn: has("CoprocClause", /^/) },
  {
    what: "declare -A, -g, -l, -n and -u",
    example: "local -n other=x",
    isIn: has("DeclClause", /^\w+( +[-+]\w+)* +[-+]\w*[Aglnu]/),
  },
  {
    what: "printf -v list[index]",
    example: "printf -v 'list[1]' x",
    isIn: has("CallExpr", /^printf +-v *\S*\[/),
  },
  { what: "printf %(…)T", example: "printf '%(%F)T' -1", isIn: has("CallExpr", /^printf\b.*%[-\d]*\(/s) },
  {
    what: "read -i, -N and parts of a second",
    example: "read -t 0.5 x",
    isIn: has("CallExpr", /^read\b.* -\w*([iN]|t *\d*\.\d)/),
  },
  { what: "wait -n", example: "wait -n", isIn: has("CallExpr", /^wait +-\w*[nfp]/) },
  { what: "|&", example: "a |& b", isIn: has("BinaryCmd", /^[^"'|#]*\|&/) },
  { what: "&>>", example: "a &>> b", isIn: has("Redirs", /^&>>/) },
  { what: "{name}>", example: "exec {name}> b", isIn: has("Redirs", /^\{\w+\}[<>]/) },
  { what: ";& and ;;&", example: "case a in b) ;;& esac", isIn: has("Items", /;&$/) },
  { what: "[[ -v x ]]", example: "[[ -v x ]]", isIn: has("UnaryTest", /^-[vR]\b/) },
  { what: "test -v x", example: "[ -v x ]", isIn: has("CallExpr", /^(\[|test) .*-v /) },
  {
    what: "{1..9..2} and {01..10}",
    example: "echo {1..9..2}",
    isIn: has("Lit", /\{(-?\w+\.\.-?\w+\.\.|-?0\d+\.\.)/),
  },
  { what: "$'\\u2026'", example: "echo $'\\u2026'", isIn: has("SglQuoted", /^\$'.*\\[uU]/s) },
  {
    what: "a variable of a newer bash",
    example: 'echo "$EPOCHSECONDS"',
    isIn: has(
      "ParamExp",
      /^\$\{?(EPOCH\w+|BASHPID|SRANDOM|BASH_ARGV0|PIPESTATUS_\w+|READLINE_\w+|MAPFILE)\b/,
    ),
  },
  {
    what: "shopt of a newer bash",
    example: "shopt -s globstar",
    isIn: has("CallExpr", /^shopt\b.*(globstar|lastpipe|inherit_errexit|autocd|checkjobs|dirspell|localvar)/),
  },
  // Both end the substitution too early: 3.2 looks for its ) without reading what stands in it.
  {
    what: "a case in $( … ) without ( before its patterns",
    example: "x=$(case a in b) echo ;; esac)",
    isIn: ({ kind, before, isSubstituted }) => isSubstituted && kind === "Items" && before !== "(",
  },
  {
    what: "a quote in a comment in $( … )",
    example: "x=$(a # don't\n)",
    isIn: (part) => part.isSubstituted && has("Comments", /['"`]/)(part),
  },
];

/** What a script has of it, each with the piece that it was found in. */
export function newerIn(script: string): string[] {
  const parts = shellPartsOf(script);
  return newerThanBash32.flatMap(({ what, isIn }) =>
    parts.filter(isIn).map(({ text }) => `${what}: ${text.slice(0, 60)}`),
  );
}
