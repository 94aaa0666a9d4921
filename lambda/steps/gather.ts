import { setTimeout as wait } from "node:timers/promises";

/**
 * Brings together what comes within a short while: everybody is given the same promise, and goes on in the same turn.
 * What is done for many in one go takes a third of the processor time of the same done between other things, since the
 * processor still has its code and data at hand (docs/performance.md).
 */
export function gatherFor(waitMs: number): () => Promise<void> {
  let gathering: Promise<void> | undefined;
  return function gather() {
    gathering ??= wait(waitMs).then(() => {
      gathering = undefined;
    });
    return gathering;
  };
}
