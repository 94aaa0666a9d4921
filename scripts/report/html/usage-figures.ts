import { type DateRange, daysOf, lengthInDays } from "../date-range.ts";
import { isoWeek } from "../report-calendar.ts";
import type { UsageGroups } from "../usage-groups.ts";
import { type UsageOverview, byCost } from "../usage-overview.ts";
import { type Figure, barFigure, heatFigure } from "./figures.ts";
import { dollarText, percentText, tokenText, wholeText } from "./number-text.ts";

/** More colours than this nobody can tell apart: the rest is one. */
const mostModels = 6;
const mostBars = 20;

/** The charts of a report, in the order in which they answer questions. */
export function usageFigures(overview: UsageOverview, range: DateRange): Figure[] {
  const figures = [
    costOverTime(overview, range),
    costBars("Cost by person", "Person", overview.byUser),
    costBars("Cost by team", "Team", overview.byTeam),
    tokensByKind(overview),
    requestsByHour(overview),
  ];
  return figures.filter(({ rows }) => rows.length > 0);
}

function costOverTime({ byDayAndModel, byModel }: UsageOverview, range: DateRange): Figure {
  const [unit, stepOf] = stepsOf(range);
  const steps = [...new Set(daysOf(range).map(stepOf))];
  const named = byCost(byModel)
    .slice(0, mostModels)
    .map(([model]) => model);
  const names = byModel.groups.size > mostModels ? [...named, "all others"] : named;
  const values = new Map(names.map((name) => [name, steps.map(() => 0)]));
  for (const [key, { costMicroUsd }] of byDayAndModel.groups) {
    const [day = "", model = ""] = key.split("\0");
    const row = values.get(model) ?? values.get("all others")!;
    row[steps.indexOf(stepOf(day))]! += (costMicroUsd ?? 0) / 1_000_000;
  }
  const totals = steps.map((_, at) => [...values.values()].reduce((sum, row) => sum + row[at]!, 0));
  const most = Math.max(...totals);
  return barFigure({
    title: `Cost by ${unit}`,
    summary: `US dollars by ${unit}, stacked by model; the most was ${dollarText(most)}, ${steps[totals.indexOf(most)]}.`,
    categoryHead: unit,
    categories: steps,
    series: names.map((name) => ({ name, values: values.get(name)! })),
    format: dollarText,
    direction: "up",
  });
}

/** Bars that can be told apart: days up to two months, weeks up to a year, months beyond. */
function stepsOf(range: DateRange): [string, (day: string) => string] {
  const days = lengthInDays(range);
  if (days <= 62) return ["day", (day) => day];
  return days <= 370 ? ["week", isoWeek] : ["month", (day) => day.slice(0, 7)];
}

function costBars(title: string, categoryHead: string, groups: UsageGroups): Figure {
  const all = byCost(groups);
  const shown = all.slice(0, mostBars);
  const more = all.length > shown.length ? `; the first ${mostBars} of ${all.length}` : "";
  return barFigure({
    title,
    summary: `US dollars, the dearest first${more}.`,
    categoryHead,
    categories: shown.map(([name]) => name),
    series: [{ name: "Cost", values: shown.map(([, sum]) => (sum.costMicroUsd ?? 0) / 1_000_000) }],
    format: dollarText,
    direction: "across",
  });
}

function tokensByKind({ totals }: UsageOverview): Figure {
  const { inputTokens, cachedInputTokens, cacheWriteTokens, outputTokens, reasoningTokens } = totals;
  const kinds: [string, number][] = [
    ["Input, not cached", inputTokens - cachedInputTokens - cacheWriteTokens],
    ["Input, cached", cachedInputTokens],
    ["Input, written to cache", cacheWriteTokens],
    ["Output, reasoning", reasoningTokens],
    ["Output, visible", outputTokens - reasoningTokens],
  ];
  return barFigure({
    title: "Tokens by kind",
    summary: `${percentText(cachedInputTokens, inputTokens)} of the input came from OpenAI's cache, at a tenth of the price or less on most models.`,
    categoryHead: "Kind",
    categories: kinds.map(([name]) => name),
    series: [{ name: "Tokens", values: kinds.map(([, tokens]) => tokens) }],
    format: tokenText,
    direction: "across",
  });
}

function requestsByHour({ hours }: UsageOverview): Figure {
  return heatFigure({
    title: "Requests by hour",
    summary: "Requests by weekday and hour of the day; the darker (in dark mode the lighter), the more.",
    values: hours,
    format: wholeText,
  });
}
