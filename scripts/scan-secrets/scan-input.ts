import { JobError } from "../cli/run-command.ts";
import { type ScanKeys, type TextScan, scanText } from "./scan-text.ts";

const newline = 0x0a;

/** Lines of `{"text"}` give a result each; anything else, such as a request body, is one text. */
export function* scanInput(input: Buffer, keys: ScanKeys): Iterable<TextScan> {
  if (!isLinesOfTexts(input)) {
    yield scanText(input.toString("utf8"), keys);
    return;
  }
  let number = 0;
  for (const line of linesOf(input)) {
    number++;
    if (line.trim() === "") continue;
    const text = textIn(line);
    if (text === undefined) throw new JobError(`line ${number} is not a JSON object with a string "text"`);
    yield scanText(text, keys);
  }
}

function isLinesOfTexts(input: Buffer): boolean {
  for (const line of linesOf(input)) if (line.trim() !== "") return textIn(line) !== undefined;
  return false;
}

/** Line by line, because a file may be larger than a string can be. */
function* linesOf(input: Buffer): Iterable<string> {
  for (let start = 0; start < input.length;) {
    const found = input.indexOf(newline, start);
    const end = found < 0 ? input.length : found;
    yield input.toString("utf8", start, end);
    start = end + 1;
  }
}

function textIn(line: string): string | undefined {
  try {
    const value: unknown = JSON.parse(line);
    const isRecord = typeof value === "object" && value !== null && "text" in value;
    // A request body of one line may have a `text` too: its format. That is no string.
    return isRecord && typeof value.text === "string" ? value.text : undefined;
  } catch {
    return undefined;
  }
}
