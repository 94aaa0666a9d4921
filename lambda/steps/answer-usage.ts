import { utcDay } from "../domain/exchange-record.ts";
import { personalReport } from "../domain/personal-report.ts";
import { Refusal } from "../domain/refusal.ts";
import type { TokenRecord } from "../domain/token-record.ts";
import { daysOfRange, usageRange } from "../domain/usage-range.ts";
import type { Exchange, Reply } from "../exchange.ts";
import type { PersonalUsage } from "../stores/usage-ledger.ts";

/** Tells a caller what he has used himself. */
export type AnswerUsage = (
  caller: TokenRecord,
  exchange: Exchange,
  reply: Reply,
) => Promise<Refusal | undefined>;

/** Whose usage it is follows from the token alone: there is nothing in a request that could name anybody else. */
export function answerUsageFrom(usage: PersonalUsage, now: () => number): AnswerUsage {
  return async function answerUsage({ userId }, exchange, reply) {
    const range = usageRange(exchange.request.query, utcDay(now()));
    if ("problem" in range)
      return new Refusal({ code: "request_malformed", problem: range.problem, status: 400 });
    try {
      const lines = await usage.readPerson(userId, daysOfRange(range));
      const body = Buffer.from(JSON.stringify(personalReport(userId, range, lines)));
      const stream = reply.open(200, {
        "content-type": "application/json",
        "cache-control": "no-store",
        "x-request-id": exchange.id,
        "x-codex-proxy-request-id": exchange.id,
      });
      stream.write(body);
      stream.end();
      return undefined;
    } catch (cause) {
      return new Refusal({ code: "usage_unavailable", cause });
    }
  };
}
