import { agentBody } from "./agent-body.ts";
import { type Contender, startLambda } from "./contender.ts";
import type { Figure } from "./figure.ts";
import { sendLoad } from "./load.ts";
import { memoryMb } from "./lambda-under-bench.ts";

/** An instance serves one developer after the other: garbage of the first is still there when the tenth comes. */
const requests = 20;

/** Code in JSON in the event's JSON: its quotes and line ends are escaped twice, and the event may have 6 MB. */
const largestBody = agentBody(5_000_000, "bench-stream-20971520");

const small = { body: agentBody(1024 * 1024), answerBytes: 100 };
const large = { body: largestBody, answerBytes: 20 * 1024 * 1024 };

const cases: MemoryCase[] = [
  { name: "at its start" },
  { name: "after 20 requests of 1 MB", load: small },
  { name: "after 20 requests of 6 MB, answered with 20 MB", load: large },
  // What a deployment does unless it is told otherwise.
  { name: "after 20 requests of 1 MB, searched for secrets", load: small, secretScan: "flag" },
  {
    name: "after 20 requests of 6 MB, searched for secrets, answered with 20 MB",
    load: large,
    secretScan: "flag",
  },
];

interface MemoryCase {
  name: string;
  load?: { body: Buffer; answerBytes: number };
  secretScan?: "flag";
}

/** The most memory that the function's process ever held, on an instance of its own for each case. */
export async function measureLambdaMemory(bundle: string, upstream: URL, aws: URL): Promise<Figure[]> {
  const figures: Figure[] = [];
  for (const { name, load, secretScan } of cases) {
    const lambda = await startLambda(bundle, upstream, aws, secretScan);
    try {
      if (load !== undefined) await sendOneByOne(load, lambda);
      const measure = `peak RSS of the function of ${memoryMb} MB ${name}, MB`;
      figures.push({ measure, figure: lambda.peakRssBytes() / 1024 / 1024 });
    } finally {
      lambda.stop();
    }
  }
  return figures;
}

async function sendOneByOne(load: { body: Buffer; answerBytes: number }, lambda: Contender): Promise<void> {
  const expect = (answer: Buffer): boolean => answer.length >= load.answerBytes;
  await sendLoad({ bodyOf: () => load.body, requests, concurrency: 1, expect }, lambda);
  // The last one is still being recorded.
  await new Promise((resolve) => setTimeout(resolve, 1000));
}
