import stringWidth from "string-width";

/** A column by its head; one of figures has its cells to the right. */
export type TextColumn = string | { right: string };

/** Rows as aligned columns, two spaces between them. Totals stand last, and rules set them and the heads off. */
export function textTable(
  columns: readonly TextColumn[],
  rows: readonly (readonly string[])[],
  totals?: readonly string[],
): string {
  const heads = columns.map((column) => (typeof column === "string" ? column : column.right));
  const cells = [heads, ...rows, ...(totals === undefined ? [] : [totals])].map((row) => row.map(measured));
  const widths = columns.map(() => 0);
  for (const row of cells) {
    for (const [index, { width }] of row.entries()) widths[index] = Math.max(widths[index]!, width);
  }
  const lines = cells.map((row) =>
    row
      .map(({ text, width }, index) => {
        const gap = " ".repeat(widths[index]! - width);
        return typeof columns[index] === "string" ? text + gap : gap + text;
      })
      .join("  ")
      .trimEnd(),
  );
  if (totals === undefined) return lines.join("\n");
  const rule = "─".repeat(widths.reduce((sum, width) => sum + width + 2, -2));
  return [lines[0], rule, ...lines.slice(1, -1), rule, lines.at(-1)].join("\n");
}

/** Names come from people and from upstream: none of them may move the cursor or turn the text around. */
export function printable(text: string): string {
  return text.replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, "�");
}

function measured(cell: string): { text: string; width: number } {
  const text = printable(cell);
  return { text, width: stringWidth(text) };
}
