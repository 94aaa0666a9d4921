import stringWidth from "string-width";
import { printable } from "../report/text-table.ts";

/** Rows as aligned columns, two spaces between them. */
export function textTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const lines = [head, ...rows].map((row) => row.map(measured));
  const widths = head.map(() => 0);
  for (const cells of lines) {
    for (const [column, { width }] of cells.entries()) widths[column] = Math.max(widths[column] ?? 0, width);
  }
  return lines
    .map((cells) => cells.map(({ text, width }, column) => text + " ".repeat(widths[column]! - width)))
    .map((cells) => `${cells.join("  ").trimEnd()}\n`)
    .join("");
}

function measured(cell: string): { text: string; width: number } {
  const text = printable(cell);
  return { text, width: stringWidth(text) };
}
