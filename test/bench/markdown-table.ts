/** One measure of every contender; the first is the floor that the others are compared with. */
export interface Row {
  measure: string;
  figures: readonly number[];
}

/** Figures with, in brackets, how many times the first contender's they are. */
export function markdownTable(names: readonly string[], rows: readonly Row[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(" | ")} |\n`;
  return [
    line(["", ...names]),
    line(["---", ...names.map(() => "---:")]),
    ...rows.map(({ measure, figures }) => {
      const [floor = 0] = figures;
      const cells = figures.map((figure, index) => {
        if (Number.isNaN(figure)) return "–";
        const ratio =
          index === 0 || floor <= 0 || measure.includes("over direct")
            ? ""
            : ` (${(figure / floor).toFixed(1)} ×)`;
        return `${figure.toFixed(figure < 10 ? 2 : 0)}${ratio}`;
      });
      return line([measure, ...cells]);
    }),
  ].join("");
}
