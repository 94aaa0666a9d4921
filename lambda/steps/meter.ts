import { type AnswerFacts, factsOfJson, factsOfStream } from "../domain/answer-facts.ts";
import { elapsedMs } from "../domain/elapsed-ms.ts";
import { type ExchangeSummary, type Outcome, utcDay } from "../domain/exchange-record.ts";
import { contextOf, costMicroUsd } from "../domain/prices.ts";
import type { Refusal } from "../domain/refusal.ts";
import { requestedModel } from "../domain/requested-model.ts";
import { scrubbedStart } from "../domain/scrub.ts";
import type { TokenRecord } from "../domain/token-record.ts";
import { type Usage, estimateUsage, noUsage } from "../domain/usage.ts";
import type { Answer, Exchange } from "../exchange.ts";

/** A request as large as this is not parsed just to name the model of an exchange that failed. */
const maxParsedBodyBytes = 8 * 1024 * 1024;

/** What an exchange came to: its outcome, the model as served, the tokens, the cost. */
export function meter(
  exchange: Exchange,
  caller: TokenRecord,
  answerBody: Buffer,
  nowMs: number,
): ExchangeSummary {
  const { answer, refusal } = exchange;
  const facts = answer === undefined || answer.status >= 400 ? {} : factsOf(answer, answerBody);
  const model = safeName(facts.model ?? modelAskedFor(exchange), exchange);
  const serviceTier = safeName(facts.serviceTier ?? null, exchange);
  const usage = usageOf(exchange, facts);
  return summaryOf(exchange, caller, nowMs, {
    outcome: refusal === undefined ? outcomeOf(answer, facts) : outcomeOfRefusal(refusal),
    model,
    serviceTier,
    usage,
    costMicroUsd: costOf(usage, model, serviceTier, utcDay(exchange.startedAtMs)),
  });
}

/** What can be said of an exchange that OpenAI is still at work on. */
export function inFlightSummary(exchange: Exchange, caller: TokenRecord, nowMs: number): ExchangeSummary {
  return summaryOf(exchange, caller, nowMs, {
    outcome: "in_flight",
    model: safeName(modelAskedFor(exchange), exchange),
    serviceTier: null,
    usage: noUsage,
    costMicroUsd: null,
  });
}

function summaryOf(
  exchange: Exchange,
  caller: TokenRecord,
  nowMs: number,
  result: Pick<ExchangeSummary, "outcome" | "model" | "serviceTier" | "usage" | "costMicroUsd">,
): ExchangeSummary {
  return {
    id: exchange.id,
    startedAtMs: exchange.startedAtMs,
    userId: caller.userId,
    tokenId: caller.tokenId,
    team: caller.team ?? null,
    isStream: exchange.answer?.isStream ?? false,
    timing: {
      authMs: exchange.authMs,
      firstByteMs: exchange.firstByteMs,
      totalMs: elapsedMs(exchange.startedAtMs, nowMs),
    },
    findings: exchange.findings ?? [],
    ...result,
  };
}

function factsOf(answer: Answer, body: Buffer): AnswerFacts {
  if (!answer.isStream) return factsOfJson(body);
  const facts = factsOfStream(body);
  // The last event of a stream that broke is our own: it says nothing of how OpenAI ended it.
  if (answer.ending.kind !== "whole") delete facts.ending;
  return facts;
}

/** These names become keys of the ledger and columns of reports, and may be whatever a caller chose to write. */
function safeName(name: string | null, { key }: Exchange): string | null {
  return name === null ? null : scrubbedStart(name, 100, key);
}

function modelAskedFor(exchange: Exchange): string | null {
  const { body } = exchange;
  if (body === undefined || body.length > maxParsedBodyBytes) return null;
  return body.read(requestedModel) ?? null;
}

function usageOf({ answer, refusal, body, isBodyUnderWay }: Exchange, facts: AnswerFacts): Usage {
  if (facts.usage !== undefined) return facts.usage;
  if (body === undefined) return noUsage;
  // Given up while OpenAI was at work on it: the input will be billed, as far as anybody can tell.
  if (refusal?.reason.code === "client_closed" && isBodyUnderWay === false)
    return body.read((bytes) => estimateUsage(bytes, 0));
  if (answer === undefined || !answer.isStream || answer.status >= 400) return noUsage;
  if (facts.ending === "failed") return noUsage;
  return body.read((bytes) => estimateUsage(bytes, facts.outputBytes ?? 0));
}

/** Nothing used costs nothing, whatever the model; something used by a model without a price is unpriced. */
function costOf(usage: Usage, model: string | null, serviceTier: string | null, day: string): number | null {
  if (usage.source === "none") return 0;
  return model === null ? null : costMicroUsd(usage, { model, serviceTier, day, context: contextOf(usage) });
}

function outcomeOf(answer: Answer | undefined, facts: AnswerFacts): Outcome {
  if (answer === undefined || answer.status >= 400) return "upstream_error";
  switch (answer.ending.kind) {
    case "client_closed":
      return "client_closed";
    case "deadline":
      return "deadline";
    case "cut_off":
    case "silent":
      return "upstream_error";
    case "whole":
      // A stream that ends without its terminal event has ended early, however cleanly it was closed.
      return facts.ending ?? (answer.isStream ? "upstream_error" : "completed");
  }
}

function outcomeOfRefusal({ reason }: Refusal): Outcome {
  switch (reason.code) {
    case "client_closed":
      return "client_closed";
    case "upstream_unreachable":
    case "upstream_timeout":
      return "upstream_error";
    default:
      return "refused";
  }
}
