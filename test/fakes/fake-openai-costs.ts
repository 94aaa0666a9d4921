import { type IncomingMessage, createServer } from "node:http";
import { startLocalServer } from "./local-server.ts";

export const adminKey = "sk-admin-test";

/**
 * OpenAI's Costs API as its reference describes it, with pages of two days at most, so that every reader has to turn
 * them: https://platform.openai.com/docs/api-reference/usage/costs
 */
export async function fakeOpenAiCosts(
  t: { after: (clean: () => Promise<void>) => void },
  costs: { day: string; line_item: string | null; value: number | string; currency?: string }[],
) {
  const questions: URLSearchParams[] = [];
  const server = createServer((request, response) => {
    const query = new URL(request.url ?? "", "http://openai").searchParams;
    questions.push(query);
    const [status, body] = answerTo(request, query);
    response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
  });
  const { url, close } = await startLocalServer(server);
  t.after(close);
  return { url: url.origin, questions };

  function answerTo(request: IncomingMessage, query: URLSearchParams): [number, object] {
    if (request.headers.authorization !== `Bearer ${adminKey}`)
      return [401, { error: { message: "Incorrect key" } }];
    if (query.get("bucket_width") !== "1d") return [400, { error: { message: "bucket_width" } }];
    const start = Number(query.get("page") ?? query.get("start_time"));
    const end = Number(query.get("end_time"));
    const next = start + 2 * 86_400;
    const data = [start, start + 86_400].filter((time) => time < end).map((time) => bucketAt(time));
    const hasMore = next < end;
    return [200, { object: "page", data, has_more: hasMore, next_page: hasMore ? String(next) : null }];
  }

  function bucketAt(startTime: number): object {
    const day = new Date(startTime * 1_000).toISOString().slice(0, 10);
    const results = costs
      .filter((cost) => cost.day === day)
      .map(({ value, currency = "usd", line_item }) => ({
        object: "organization.costs.result",
        amount: { value, currency },
        line_item,
        project_id: null,
      }));
    return { object: "bucket", start_time: startTime, end_time: startTime + 86_400, results };
  }
}
