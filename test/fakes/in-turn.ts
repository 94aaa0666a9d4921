import type { Behaviour } from "./fake-openai.ts";

/** The first behaviour for the first request, the second for the second, and the last one for all that follow. */
export function inTurn(...behaviours: readonly [Behaviour, ...Behaviour[]]): Behaviour {
  let next = 0;
  return (request, response) => {
    const behaviour = behaviours[Math.min(next++, behaviours.length - 1)]!;
    return behaviour(request, response);
  };
}
