import { createInterface } from "node:readline/promises";
import { text } from "node:stream/consumers";

/** Asks on a terminal for yes or no. Without a terminal nobody can answer, which is a no. */
export async function confirm(question: string): Promise<boolean> {
  if (!process.stdin.isTTY) return false;
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  try {
    return /^y(es)?$/i.test((await terminal.question(`${question} [y/N] `)).trim());
  } finally {
    terminal.close();
  }
}

/** A secret: typed or pasted without an echo on a terminal, or else all of standard input. */
export async function askSecret(question: string): Promise<string> {
  if (!process.stdin.isTTY) return (await text(process.stdin)).trim();
  process.stderr.write(question);
  process.stdin.setRawMode(true);
  let typed = "";
  try {
    for await (const chunk of process.stdin) {
      for (const key of String(chunk)) {
        if (key === "\r" || key === "\n") return typed.trim();
        if (key === "\u0003" || key === "\u0004") return "";
        typed = key === "\u007F" ? typed.slice(0, -1) : typed + key;
      }
    }
    return typed.trim();
  } finally {
    process.stdin.setRawMode(false);
    process.stderr.write("\n");
  }
}
