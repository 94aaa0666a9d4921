import { agentBody } from "./agent-body.ts";
import type { Contender } from "./contender.ts";
import type { Figure } from "./figure.ts";
import { sendLoad } from "./load.ts";

const samples = 5;

/** A collector of garbage lets a heap breathe; a leak of 1 KB a request would be 60 MB between the two. */
const toleratedGrowth = 1.15;

/** The server's memory after each fifth of many small requests. */
export async function measureMemoryGrowth(server: Contender, requests: number): Promise<Figure[]> {
  const figures: Figure[] = [];
  const body = agentBody(1024);
  const load = { bodyOf: () => body, requests: requests / samples, concurrency: 16 };
  const expect = (answer: Buffer): boolean => answer.includes('"status":"completed"');
  for (let sample = 1; sample <= samples; sample++) {
    await sendLoad({ ...load, expect }, server);
    const measure = `RSS of the server after ${(requests / samples) * sample} requests, MB`;
    figures.push({ measure, figure: server.rssBytes() / 1024 / 1024 });
  }
  return figures;
}

/** Compares the end with the second sample: by the first, caches may still be filling. */
export function growthVerdict(figures: readonly Figure[]): string {
  const [warm = NaN, last = NaN] = [figures[1]?.figure, figures.at(-1)?.figure];
  const percent = Math.round((last / warm - 1) * 100);
  return `memory over many requests: ${percent} % from the second sample to the last (${last <= warm * toleratedGrowth ? "no growth" : "GROWS"})`;
}
