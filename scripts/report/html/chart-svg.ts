import { BarChart, HeatmapChart } from "echarts/charts";
import { GridComponent, VisualMapComponent } from "echarts/components";
import { type EChartsCoreOption, init, use } from "echarts/core";
import { SVGRenderer } from "echarts/renderers";

use([BarChart, HeatmapChart, GridComponent, VisualMapComponent, SVGRenderer]);

/** Colours of the page's style sheet, by the name of their CSS variable, so that a chart follows dark mode and print. */
const paints = [
  "s1",
  "s2",
  "s3",
  "s4",
  "s5",
  "s6",
  "s7",
  "text",
  "muted",
  "line",
  "h0",
  "h1",
  "h2",
  "h3",
  "h4",
] as const;
export type Paint = (typeof paints)[number];

/** A stand-in that the library takes for a colour: it reads colours, and knows no CSS variables. */
export function paint(name: Paint): string {
  return `#0a0b${paints.indexOf(name).toString(16).padStart(2, "0")}`;
}

export interface ChartSvg {
  width: number;
  height: number;
  /** What hovering over a mark says. */
  titleOf: (seriesIndex: number, dataIndex: number) => string;
}

/**
 * A chart as SVG text, drawn without a browser: https://echarts.apache.org/handbook/en/how-to/cross-platform/server
 * It is decoration to a screen reader, which is given the table beside it.
 */
export function chartSvg(option: EChartsCoreOption, { width, height, titleOf }: ChartSvg): string {
  const chart = init(null, null, { renderer: "svg", ssr: true, width, height });
  chart.setOption({ animation: false, textStyle: { fontFamily: "inherit" }, ...option });
  const svg = chart.renderToSVGString();
  chart.dispose();
  return svg
    .replace(/<style[^]*?<\/style>/g, "")
    .replace(/^<svg width="\d+" height="\d+"/, '<svg aria-hidden="true"')
    .replaceAll(/#0a0b([0-9a-f]{2})/g, (_, index: string) => `var(--${paints[Number.parseInt(index, 16)]})`)
    .replaceAll(
      /ecmeta_series_index="(\d+)" ecmeta_data_index="(\d+)" ecmeta_ssr_type="chart"([^>]*)>(?=<\/path>)/g,
      (_, series: string, data: string, rest: string) =>
        `${rest.trim()}><title>${escapeHtml(titleOf(Number(series), Number(data)))}</title>`,
    )
    .replaceAll(/ (class|ecmeta_\w+)="[^"]*"/g, "");
}

export function escapeHtml(text: string): string {
  return text.replaceAll(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
