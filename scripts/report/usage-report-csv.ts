import { stringify } from "csv-stringify/sync";
import { type ReportRow, type UsageReport, dimensions } from "./usage-report.ts";
import { usageSumJson } from "../../lambda/domain/usage-sum.ts";

/**
 * The report for a spreadsheet: UTF-8 that says so, numbers as numbers, and no cell that a spreadsheet would run as a
 * formula: https://owasp.org/www-community/attacks/CSV_Injection
 */
export function usageReportCsv({ query, rows }: UsageReport, options: { breakdown?: true }): string {
  const { field } = dimensions[query.by];
  const records = rows.flatMap((row) => (options.breakdown ? partsOf(field, row) : [recordOf(field, row)]));
  return stringify(records, { header: true, bom: true, escape_formulas: true, record_delimiter: "windows" });
}

function recordOf(field: string, { key, sum }: ReportRow): Record<string, unknown> {
  const { models, ...numbers } = usageSumJson(sum);
  return { [field]: key, ...numbers, models: modelsText(models) };
}

/** One record for each model of a row. */
function partsOf(field: string, { key, breakdown }: ReportRow): Record<string, unknown>[] {
  return breakdown.map((part) => {
    const { models: _, ...numbers } = usageSumJson(part.sum);
    return Object.assign({ [field]: key, model: part.key }, numbers);
  });
}

function modelsText(models: unknown): string {
  return Object.entries(models as Record<string, number>)
    .map(([name, requests]) => `${name} ${requests}`)
    .join("; ");
}
