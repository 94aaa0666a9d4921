import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { startDynamoDb } from "../fakes/dynamodb.ts";

/** `npm run bench:tokens`: the commands of an admin of 10,000 people, each a process of its own, with its peak of memory. */

const people = 10_000;
const folder = await mkdtemp(join(tmpdir(), "codex-proxy-bench-"));
const dynamoDb = await startDynamoDb();
try {
  const rows = Array.from({ length: people }, (_, index) => `person${index}@example.com,team${index % 20}`);
  await writeFile(join(folder, "people.csv"), `user,team\n${rows.join("\n")}\n`);
  await measure("embedded stores", ["--local", join(folder, "data")], {});
  await measure("DynamoDB (dynalite)", ["--region", "us-east-1"], {
    AWS_ENDPOINT_URL_DYNAMODB: dynamoDb.url.origin,
    AWS_ACCESS_KEY_ID: "fake",
    AWS_SECRET_ACCESS_KEY: "fake",
  });
} finally {
  await dynamoDb.close();
  await rm(folder, { recursive: true });
}

async function measure(family: string, store: string[], env: Record<string, string>): Promise<void> {
  await run(family, ["tokens", "import", join(folder, "people.csv"), ...store], env);
  await run(family, ["tokens", "import", join(folder, "people.csv"), ...store], env);
  await run(family, ["tokens", "list", ...store], env);
  await run(family, ["tokens", "disable", "person77@example.com", ...store], env);
  await run(family, ["usage-report", ...store], env);
}

async function run(family: string, [script, ...args]: string[], env: Record<string, string>): Promise<void> {
  const maxRss = 'process.on("exit",()=>console.error("kilobytes",process.resourceUsage().maxRSS))';
  const callsBefore = dynamoDb.calls;
  const startedAt = performance.now();
  const child = spawn(
    process.execPath,
    [`--import=data:text/javascript,${maxRss}`, `scripts/${script}.ts`, ...args],
    { env: { ...process.env, ...env }, stdio: ["ignore", "ignore", "pipe"] },
  );
  const [stderr, [code]] = await Promise.all([text(child.stderr), once(child, "close")]);
  if (code !== 0) throw new Error(stderr);
  const seconds = ((performance.now() - startedAt) / 1_000).toFixed(2);
  const megabytes = Math.round(Number(/kilobytes (\d+)/.exec(stderr)?.[1]) / 1_024);
  console.log(
    `${family}: ${script} ${args[0]}: ${seconds} s, ${megabytes} MB, ${dynamoDb.calls - callsBefore} calls`,
  );
}
