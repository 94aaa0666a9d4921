import type { Span } from "./rule.ts";

/** As long as a placeholder and of its characters, but of no secret. */
const standIn = Buffer.from("[REDACTED:0a1b2c3d4e]");

/** The body as it will look when the spans have been redacted. */
export function withStandIns(body: Uint8Array, spans: readonly Span[]): Buffer {
  const parts: Uint8Array[] = [];
  let from = 0;
  for (const { start, end } of spans) {
    parts.push(body.subarray(from, start), standIn);
    from = end;
  }
  parts.push(body.subarray(from));
  return Buffer.concat(parts);
}

/**
 * Spans found in a body, and those found when stand-ins had taken their place: all in offsets of the body itself,
 * ascending. What now lies around a stand-in takes its span in.
 */
export function merge<T extends Span>(spans: readonly T[], more: readonly T[]): T[] {
  const merged: T[] = [];
  let next = 0;
  let grown = 0;
  const passStandIns = (offset: number): void => {
    for (; next < spans.length && spans[next]!.start + grown < offset; next++) {
      const { start, end } = spans[next]!;
      grown += standIn.length - (end - start);
    }
  };
  const endOfPassed = (): number => (next === 0 ? 0 : spans[next - 1]!.end);
  const keep = (from: number): void => {
    for (let index = from; index < next; index++) merged.push(spans[index]!);
  };
  for (const span of more) {
    const firstPassed = next;
    passStandIns(span.start + 1);
    keep(firstPassed);
    const start = Math.max(span.start - grown, endOfPassed());
    passStandIns(span.end);
    merged.push({ ...span, start, end: Math.max(span.end - grown, endOfPassed()) });
  }
  return merged.concat(spans.slice(next));
}
