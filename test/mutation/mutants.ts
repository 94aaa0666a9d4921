/** One change of a source text, small enough to be a mistake that somebody could make. */
export interface Mutant {
  line: number;
  /** What that line says, so that a change can be named by where it is made. */
  text: string;
  /** What stood there, and what stands there instead. */
  change: string;
  source: string;
}

/** Each rule is tried wherever it matches outside of comments; what is no valid program any more is killed at once. */
const rules: readonly [pattern: RegExp, replacement: string][] = [
  [/ === /g, " !== "],
  [/ !== /g, " === "],
  [/ && /g, " || "],
  [/ \|\| /g, " && "],
  [/ \?\? /g, " && "],
  [/ < /g, " <= "],
  [/ <= /g, " < "],
  [/ > /g, " >= "],
  [/ >= /g, " > "],
  [/ \+ /g, " - "],
  [/ - /g, " + "],
  [/\btrue\b/g, "false"],
  [/\bfalse\b/g, "true"],
  [/\bif \((.*)\) /g, "if (!($1)) "],
  [/\.(some)\(/g, ".every("],
  [/\.startsWith\(/g, ".endsWith("],
  [/\.toLowerCase\(\)/g, ""],
  [/\.replaceAll\(/g, ".replace("],
  [/return undefined;/g, ""],
  [/\breturn new Refusal\(/g, "new Refusal("],
  [/"([a-z-]+)",$/gm, '"mutant",'],
  [/case "([A-Za-z /]+)":/g, 'case "mutant":'],
  [/\b([1-9]\d*)\b(?=[,;) ])/g, "($1 + 1)"],
  [
    /^( {2,})(?!const |let |return |case |default|import |export |type |\/\/|\*|if |for |while )[a-zA-Z.]+[.(][^\n]*;$/gm,
    "$1;",
  ],
];

export function mutantsOf(source: string): Mutant[] {
  const isComment = commentsIn(source);
  return rules.flatMap(([pattern, replacement]) =>
    [...source.matchAll(pattern)]
      .filter(({ index }) => !isComment(index))
      .map((match) => {
        const here = new RegExp(pattern.source, pattern.flags.replace("g", "y"));
        here.lastIndex = match.index;
        const mutated = source.replace(here, replacement);
        const end = match.index + match[0].length;
        const changed = mutated.slice(match.index, end + mutated.length - source.length);
        const line = source.slice(0, match.index).split("\n").length;
        return {
          line,
          text: source.split("\n")[line - 1]!.trim(),
          change: `${match[0].trim()} → ${changed.trim()}`,
          source: mutated,
        };
      }),
  );
}

function commentsIn(source: string): (index: number) => boolean {
  const comments = [
    ...source.matchAll(/\/\*[^]*?\*\/|^\s*\/\/.*$|^import .*$|^type .*$| *\| \{ code: .*$/gm),
  ];
  return (index) =>
    comments.some((comment) => index >= comment.index && index < comment.index + comment[0].length);
}
