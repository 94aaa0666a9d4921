import type { Contender } from "./contender.ts";

/** Failing once may be bad luck of a peer's; with the second failure it is out of the measure. */
const maxFailures = 2;

/**
 * Lets the contenders take turns, in the opposite order every other round. What fails has no figure in that round, and
 * says why.
 */
export async function inTurns<T>(
  contenders: readonly Contender[],
  rounds: number,
  measure: (contender: Contender) => Promise<T>,
  say: (line: string) => void,
): Promise<T[][]> {
  const results = contenders.map((): T[] => []);
  const failures = contenders.map(() => 0);
  for (let round = 0; round < rounds; round++) {
    const order = [...contenders.entries()];
    for (const [index, contender] of round % 2 === 0 ? order : order.toReversed()) {
      if (failures[index]! >= maxFailures) continue;
      try {
        results[index]!.push(await measure(contender));
      } catch (error) {
        failures[index]!++;
        say(`${contender.name}: ${error instanceof Error ? error.message : String(error)}`);
      }
    }
  }
  return results;
}

export function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN;
}
