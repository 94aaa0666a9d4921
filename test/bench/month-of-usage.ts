import type { LedgerEntry } from "../../lambda/domain/ledger-entry.ts";
import { daysOf } from "../../scripts/report/date-range.ts";

export interface MonthShape {
  from: string;
  to: string;
  people: number;
  hours: number;
  requestsPerLine: number;
}

/** A month of two models for every person, every hour of the working day: the same lines however many the requests. */
export function* monthOfUsage(shape: MonthShape): Generator<LedgerEntry> {
  for (const day of daysOf(shape)) {
    for (let hour = 8; hour < 8 + shape.hours; hour++) {
      for (let person = 0; person < shape.people; person++) {
        for (const [index, model] of ["gpt-5.5-2026-04-24", "gpt-6-luna"].entries()) {
          yield lineOf(day, hour, person, model, shape.requestsPerLine + ((person + hour + index) % 3) - 1);
        }
      }
    }
  }
}

function lineOf(day: string, hour: number, person: number, model: string, requests: number): LedgerEntry {
  return {
    day,
    series: {
      hour: String(hour).padStart(2, "0"),
      userId: `person${person}@example.com`,
      tokenId: person.toString(16).padStart(12, "0"),
      model,
      serviceTier: "default",
      context: "standard",
      client: "cli",
    },
    team: `team${person % 12}`,
    counters: {
      requests,
      failed_requests: person % 7 === 0 ? 1 : 0,
      refused_requests: 0,
      estimated_requests: 0,
      input_tokens: requests * 40_123,
      cached_input_tokens: requests * 33_001,
      cache_write_tokens: 0,
      output_tokens: requests * 801,
      reasoning_tokens: requests * 300,
      total_ms: requests * 9_000,
    },
  };
}
