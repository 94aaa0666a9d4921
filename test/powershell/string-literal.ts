import { toText } from "./conversion.ts";
import { NotUnderstood } from "./not-understood.ts";
import type { PsValue } from "./ps-value.ts";
import type { Syntax } from "./syntax.ts";

// https://learn.microsoft.com/powershell/module/microsoft.powershell.core/about/about_quoting_rules

export function verbatimText({ text }: Syntax): string {
  return text.slice(1, -1).replaceAll("''", "'");
}

/** "…", with its variables and $(…) replaced by what they are, and nothing else. */
export function expandedText(node: Syntax, evaluate: (part: Syntax) => PsValue): string {
  let [text, at] = ["", 1];
  const literal = (to: number) => unescaped(node.text.slice(at, to), node);
  for (const child of node.children) {
    const start = child.start - node.start;
    text += literal(start) + (child.text === '""' ? '"' : toText(evaluate(child)));
    at = start + child.text.length;
  }
  return text + literal(node.text.length - 1);
}

/** about_Special_Characters; a backtick before any other character only goes away. */
const special: Record<string, string> = { n: "\n", r: "\r", t: "\t", "0": "\0" };

function unescaped(text: string, node: Syntax): string {
  return text.replace(/`([^])/g, (_, char: string) => {
    if (/^[abefuv]$/.test(char)) throw new NotUnderstood(node);
    return special[char] ?? char;
  });
}
