/** One figure of the bundle or of the server alone, with its unit in its name. */
export interface Figure {
  measure: string;
  figure: number;
}

export function figureTable(figures: readonly Figure[]): string {
  const lines = figures.map(
    ({ measure, figure }) => `| ${measure} | ${figure.toFixed(figure < 10 && figure % 1 !== 0 ? 1 : 0)} |\n`,
  );
  return ["| | |\n| --- | ---: |\n", ...lines].join("");
}
