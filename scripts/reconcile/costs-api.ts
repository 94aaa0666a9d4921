import type { DateRange } from "../report/date-range.ts";
import { addDays } from "../report/date-range.ts";
import { JobError } from "../cli/run-command.ts";
import type { OpenAiCost } from "./openai-cost.ts";

export interface CostsApi {
  url: string;
  adminKey: string;
  /** Only these projects of the organisation; empty: all. */
  projectIds: readonly string[];
}

/** The most that OpenAI gives at once. */
const bucketsPerPage = 180;

/**
 * The organisation's costs by day and line item, over as many pages as it takes.
 * https://platform.openai.com/docs/api-reference/usage/costs
 */
export async function fetchCosts(api: CostsApi, range: DateRange): Promise<OpenAiCost[]> {
  const costs: OpenAiCost[] = [];
  let page: string | undefined;
  do {
    const answer = await fetchPage(api, range, page);
    for (const { start_time, results } of answer.data) {
      const day = new Date(start_time * 1_000).toISOString().slice(0, 10);
      for (const { amount, line_item } of results) {
        if (amount.currency.toLowerCase() !== "usd") {
          throw new JobError(`OpenAI's costs are in ${amount.currency}: only US dollars can be compared.`);
        }
        // A number in the documentation, a decimal in quotes in some answers.
        costs.push({ day, lineItem: line_item ?? "", usd: Number(amount.value) });
      }
    }
    page = answer.has_more ? (answer.next_page ?? undefined) : undefined;
  } while (page !== undefined);
  return costs;
}

interface CostsPage {
  data: {
    start_time: number;
    results: { amount: { value: number | string; currency: string }; line_item: string | null }[];
  }[];
  has_more: boolean;
  next_page: string | null;
}

async function fetchPage(api: CostsApi, range: DateRange, page: string | undefined): Promise<CostsPage> {
  const query = new URLSearchParams({
    start_time: String(unixSeconds(range.from)),
    end_time: String(unixSeconds(addDays(range.to, 1))),
    bucket_width: "1d",
    group_by: "line_item",
    limit: String(bucketsPerPage),
    ...(page !== undefined && { page }),
  });
  for (const id of api.projectIds) query.append("project_ids", id);
  const response = await fetch(new URL(`/v1/organization/costs?${query}`, api.url), {
    headers: { authorization: `Bearer ${api.adminKey}` },
    redirect: "error",
    signal: AbortSignal.timeout(30_000),
  }).catch((cause: unknown) => {
    throw new JobError(`OpenAI's costs can't be reached at ${api.url}.`, { cause });
  });
  // The body of a refusal quotes a part of the key, and is not shown.
  if (!response.ok) throw new JobError(refusalOf(response.status));
  return (await response.json()) as CostsPage;
}

function refusalOf(status: number): string {
  switch (status) {
    case 401:
      return "OpenAI refuses the admin key: expected one of the organisation's admin keys (sk-admin-…).";
    case 403:
      return "the key may not read the organisation's costs: expected an admin key with api.usage.read.";
    case 429:
      return "OpenAI says too many requests: try again in a minute.";
    default:
      return `OpenAI answered ${status} to the question for its costs.`;
  }
}

function unixSeconds(day: string): number {
  return Date.parse(`${day}T00:00:00Z`) / 1_000;
}
