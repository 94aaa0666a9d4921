import { JobError } from "./run-command.ts";

/** The part of a terminal that a hidden question needs. */
interface Terminal extends AsyncIterable<Buffer> {
  setRawMode(isRaw: boolean): unknown;
}

const interrupt = "\u0003";
const endOfInput = "\u0004";
const erasers = new Set(["\u007f", "\b"]);

/** One line from a terminal, which shows nothing of it; it is yielded with its line end. */
export async function* typedUnseen(
  terminal: Terminal,
  output: { write(text: string): unknown },
  question: string,
): AsyncGenerator<Buffer> {
  output.write(question);
  let line = "";
  // Without raw mode the terminal itself echoes what is typed.
  terminal.setRawMode(true);
  try {
    for await (const chunk of terminal) {
      for (const character of chunk.toString("latin1")) {
        if (character === interrupt) throw new JobError("nothing was stored");
        if (character === "\r" || character === "\n" || character === endOfInput) {
          yield Buffer.from(`${line}\n`, "latin1");
          return;
        }
        line = erasers.has(character) ? line.slice(0, -1) : line + character;
      }
    }
  } finally {
    terminal.setRawMode(false);
    output.write("\n");
  }
}
