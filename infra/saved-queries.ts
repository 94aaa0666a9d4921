/** A question that stands ready in Athena's editor. */
export interface SavedQuery {
  name: string;
  description: string;
  /** In the words that Athena and DuckDB have in common, so that a test can run it. */
  sql: string;
}

/**
 * Days are chosen by the path, and only by it: a query without this reads, and pays for, the whole archive.
 * Change the 30 to look back farther.
 */
const lately =
  "year || '-' || month || '-' || day >= CAST(CAST(current_date - INTERVAL '30' DAY AS date) AS varchar)";

export const savedQueries: readonly SavedQuery[] = [
  {
    name: "cost per user",
    description: "Who spent how much in the last 30 days.",
    sql: costBy("user_id", "ORDER BY usd DESC"),
  },
  {
    name: "cost per team",
    description: "What each team spent in the last 30 days.",
    sql: costBy("team", "ORDER BY usd DESC"),
  },
  {
    name: "cost per model and day",
    description: "What each model cost on each of the last 30 days.",
    sql: costBy("year || '-' || month || '-' || day AS date, model", "ORDER BY date DESC, usd DESC", "1, 2"),
  },
  {
    name: "who used a model",
    description: "Change the name of the model.",
    sql: `SELECT user_id, team, count(*) AS requests, min(time) AS first, max(time) AS last
FROM exchanges
WHERE ${lately}
  AND model = 'gpt-5.5'
GROUP BY user_id, team
ORDER BY requests DESC`,
  },
  {
    name: "find a text in responses",
    description: "Change the text. It reads the words of the whole time it looks at.",
    sql: `SELECT time, user_id, model, id, substr(response.body, 1, 500) AS beginning
FROM exchange_words
WHERE ${lately}
  AND strpos(lower(response.body), lower('DROP TABLE')) > 0
ORDER BY time DESC
LIMIT 100`,
  },
  {
    name: "refused requests",
    description: "Whom the proxy itself turned away, with which status, and how often.",
    sql: `SELECT user_id, response.status AS status, count(*) AS requests, max(time) AS last
FROM exchange_words
WHERE ${lately}
  AND outcome = 'refused'
GROUP BY 1, 2
ORDER BY requests DESC`,
  },
];

function costBy(what: string, order: string, group = "1"): string {
  return `SELECT ${what}, round(sum(cost_usd), 4) AS usd, count(*) AS requests,
  sum(usage.input_tokens) AS input, sum(usage.cached_input_tokens) AS cached, sum(usage.output_tokens) AS output,
  count(*) FILTER (WHERE cost_usd IS NULL AND outcome <> 'in_flight') AS unpriced
FROM exchanges
WHERE ${lately}
GROUP BY ${group}
${order}`;
}
