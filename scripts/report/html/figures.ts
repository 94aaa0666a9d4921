import { type Paint, chartSvg, paint } from "./chart-svg.ts";
import { shortDollarText } from "./number-text.ts";

/** A chart with the numbers behind it: what the eye sees, and what a screen reader reads. */
export interface Figure {
  title: string;
  /** One sentence: what the chart shows. */
  summary: string;
  wideSvg: string;
  narrowSvg: string;
  legend: { name: string; paint: Paint }[];
  heads: string[];
  rows: string[][];
}

export interface Bars {
  title: string;
  summary: string;
  categoryHead: string;
  categories: string[];
  /** Stacked upon each other, in this order. */
  series: { name: string; values: number[] }[];
  format: (value: number) => string;
  direction: "across" | "up";
}

const seriesPaints: Paint[] = ["s1", "s2", "s3", "s4", "s5", "s6", "s7"];
const wide = 940;
const narrow = 360;

export function barFigure(bars: Bars): Figure {
  const { categories, series, format } = bars;
  const titleOf = (index: number, at: number): string => {
    const { name = "", values = [] } = series[index] ?? {};
    return `${categories[at]}${series.length > 1 ? `, ${name}` : ""}: ${format(values[at] ?? 0)}`;
  };
  const height = bars.direction === "up" ? 300 : 8 + 26 * categories.length;
  const draw = (width: number): string => chartSvg(barOption(bars, width), { width, height, titleOf });
  return {
    title: bars.title,
    summary: bars.summary,
    wideSvg: draw(wide),
    narrowSvg: draw(narrow),
    heads: [bars.categoryHead, ...series.map(({ name }) => name)],
    legend: series.length > 1 ? series.map(({ name }, index) => ({ name, paint: seriesPaints[index]! })) : [],
    rows: categories.map((category, at) =>
      [category].concat(series.map(({ values }) => format(values[at] ?? 0))),
    ),
  };
}

function barOption({ categories, series, format, direction }: Bars, width: number) {
  return direction === "up" ? upright(categories, series, width) : lying(categories, series, width, format);
}

function upright(categories: string[], series: Bars["series"], width: number) {
  return {
    grid: { left: 52, right: 8, top: 12, bottom: 28 },
    xAxis: {
      type: "category",
      data: categories,
      axisLine: { lineStyle: { color: paint("line") } },
      axisTick: { show: false },
      axisLabel: { color: paint("text") },
    },
    yAxis: {
      type: "value",
      splitNumber: width === wide ? 5 : 3,
      axisLabel: { color: paint("muted"), formatter: shortDollarText },
      splitLine: { lineStyle: { color: paint("line") } },
    },
    color: seriesPaints.map(paint),
    series: series.map(({ name, values }) => ({
      name,
      type: "bar",
      stack: "all",
      data: values,
      barMaxWidth: 36,
      emphasis: { disabled: true },
    })),
  };
}

/** Each bar bears its value, which spares the axis. Names are cut here: the library can't know how wide the reader's font is. */
function lying(categories: string[], series: Bars["series"], width: number, format: Bars["format"]) {
  const letters = width === wide ? 28 : 15;
  return {
    grid: { left: letters * 8, right: 76, top: 4, bottom: 4 },
    xAxis: { type: "value", show: false },
    yAxis: {
      type: "category",
      data: categories.map((name) => (name.length > letters ? `${name.slice(0, letters - 1)}…` : name)),
      inverse: true,
      axisLine: { lineStyle: { color: paint("line") } },
      axisTick: { show: false },
      axisLabel: { color: paint("text") },
    },
    color: seriesPaints.map(paint),
    series: series.map(({ name, values }) => ({
      name,
      type: "bar",
      data: values,
      barMaxWidth: 16,
      emphasis: { disabled: true },
      label: {
        show: true,
        position: "right",
        color: paint("text"),
        formatter: ({ value }: { value: number }) => format(value),
      },
    })),
  };
}

export interface HeatMap {
  title: string;
  summary: string;
  /** Seven days from Monday, each with 24 hours. */
  values: number[][];
  format: (value: number) => string;
}

const weekdays = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
const hours = Array.from({ length: 24 }, (_, hour) => String(hour).padStart(2, "0"));
const heat: Paint[] = ["h0", "h1", "h2", "h3", "h4"];

export function heatFigure({ title, summary, values, format }: HeatMap): Figure {
  const cells = values.flatMap((day, weekday) => day.map((value, hour) => [hour, weekday, value]));
  const most = Math.max(1, ...values.flat());
  const option = {
    grid: { left: 44, right: 8, top: 8, bottom: 28 },
    xAxis: {
      type: "category",
      data: hours,
      axisTick: { show: false },
      axisLine: { show: false },
      axisLabel: { color: paint("text") },
    },
    yAxis: {
      type: "category",
      data: weekdays,
      inverse: true,
      axisTick: { show: false },
      axisLine: { show: false },
      axisLabel: { color: paint("text") },
    },
    visualMap: {
      show: false,
      type: "piecewise",
      // Nothing at all has a colour of its own; the rest goes by quarters of the busiest hour.
      pieces: heat.map((name, index) =>
        index === 0
          ? { value: 0, color: paint(name) }
          : { gt: (most * (index - 1)) / 4, lte: (most * index) / 4, color: paint(name) },
      ),
    },
    series: [
      {
        type: "heatmap",
        data: cells,
        itemStyle: { borderWidth: 2, borderColor: "transparent" },
        emphasis: { disabled: true },
      },
    ],
  };
  const titleOf = (_: number, at: number): string => {
    const [hour = 0, weekday = 0, value = 0] = cells[at] ?? [];
    return `${weekdays[weekday]} ${hours[hour]}:00: ${format(value)}`;
  };
  const draw = (width: number): string => chartSvg(option, { width, height: 230, titleOf });
  return {
    title,
    summary,
    wideSvg: draw(wide),
    narrowSvg: draw(narrow),
    legend: [],
    heads: ["Hour", ...weekdays],
    rows: hours.map((hour, at) => [`${hour}:00`].concat(values.map((day) => format(day[at] ?? 0)))),
  };
}
