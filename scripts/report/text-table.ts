import stringWidth from "string-width";

export interface TextColumn {
  head: string;
  align: "left" | "right";
}

/** A table for the terminal: the first line its heads, the last its totals, both set off by a rule. */
export function textTable(columns: TextColumn[], rows: string[][], totals: string[]): string {
  const cells = [columns.map(({ head }) => head), ...rows, totals].map((row) => row.map(printable));
  const widths = columns.map((_, index) => Math.max(...cells.map((row) => stringWidth(row[index] ?? ""))));
  const lines = cells.map((row) =>
    row
      .map((cell, index) => {
        const gap = " ".repeat(widths[index]! - stringWidth(cell));
        return columns[index]!.align === "left" ? cell + gap : gap + cell;
      })
      .join("  ")
      .trimEnd(),
  );
  const rule = "─".repeat(widths.reduce((sum, width) => sum + width + 2, -2));
  return [lines[0], rule, ...lines.slice(1, -1), rule, lines.at(-1)].join("\n");
}

/** Names come from people and from upstream: none of them may move the cursor or turn the text around. */
export function printable(text: string): string {
  return text.replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, "�");
}
