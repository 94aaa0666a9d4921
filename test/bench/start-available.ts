import type { Contender } from "./contender.ts";

/** Starts what can be had, one after the other; for what can't, a line that says why, and the rest is started. */
export async function startAvailable(
  starters: Readonly<Record<string, () => Promise<Contender>>>,
  say: (line: string) => void,
): Promise<Contender[]> {
  const started: Contender[] = [];
  for (const [name, start] of Object.entries(starters)) {
    try {
      started.push(await start());
    } catch (error) {
      const [why] = (error instanceof Error ? error.message : String(error)).split("\n");
      say(`${name}: left out (${why})`);
    }
  }
  return started;
}

/** What the reader of the figures has to know of this machine. */
export function machineNote(cores: number): string | undefined {
  return cores > 1
    ? undefined
    : "one core: the proxy shares it with client and upstream, so that delays say nothing; processor seconds hold";
}
