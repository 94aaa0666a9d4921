/** A day on which somebody cost far more than he usually does. */
export interface UnusualDay {
  userId: string;
  day: string;
  costMicroUsd: number;
  medianMicroUsd: number;
}

/** A median of fewer days says nothing. */
const fewestDays = 4;

/**
 * Days that cost more than three times one's own median, over the days on which one cost anything: compared with
 * oneself, so that a heavy user is not an anomaly and a light one can be.
 */
export function unusualDays(costsByUser: Map<string, Map<string, number>>): UnusualDay[] {
  const days = [...costsByUser].flatMap(([userId, costs]): UnusualDay[] => {
    if (costs.size < fewestDays) return [];
    const medianMicroUsd = median([...costs.values()]);
    return [...costs]
      .filter(([, costMicroUsd]) => costMicroUsd > 3 * medianMicroUsd)
      .map(([day, costMicroUsd]) => ({ userId, day, costMicroUsd, medianMicroUsd }));
  });
  return days.toSorted((a, b) => b.costMicroUsd - a.costMicroUsd);
}

function median(values: number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}
