import { HeadObjectCommand, ListObjectsV2Command } from "@aws-sdk/client-s3";
import { hash } from "node:crypto";
import { setTimeout as wait } from "node:timers/promises";
import { archivePath, utcDay } from "../../lambda/domain/exchange-record.ts";
import type { LedgerEntry } from "../../lambda/domain/ledger-entry.ts";
import { isWellFormedToken, tokenIdOf } from "../../lambda/domain/proxy-token.ts";
import { uuidv7 } from "../../lambda/domain/uuidv7.ts";
import { DynamoDbUsageLedgerReader } from "../../lambda/stores/aws/dynamodb-usage-ledger-reader.ts";
import { type Check, type Finding, failed, found, ok, skipped } from "./check.ts";
import type { LiveDeployment } from "./live-deployment.ts";

export const requestChecks: readonly Check[] = [
  { name: "health", look: lookAtHealth },
  { name: "a caller without a token", look: lookAtRefusal },
  { name: "a developer's request", look: makeRequest },
  { name: "archive is fresh", look: lookAtFreshness },
];

const patienceMs = 15_000;

async function ask(live: LiveDeployment, path: string, init: RequestInit = {}): Promise<Response> {
  return fetch(`${await live.url()}${path}`, { ...init, signal: AbortSignal.timeout(patienceMs) });
}

async function lookAtHealth(live: LiveDeployment): Promise<Finding> {
  const { status } = await ask(live, "/health");
  if (status === 200) return ok("the function answers");
  return failed(`GET /health answers ${status}`, `aws logs tail ${live.names.logGroup} --since 1h`);
}

/** The door must be shut: this also shows that the table of tokens is not asked for what can't be a token. */
async function lookAtRefusal(live: LiveDeployment): Promise<Finding> {
  const { status } = await ask(live, "/v1/responses", { method: "POST", body: "{}" });
  if (status === 401) return ok("is turned away");
  return failed(`gets ${status} instead of 401`, `aws logs tail ${live.names.logGroup} --since 1h`);
}

/** A list of models costs nothing, and goes the whole way: token, key, OpenAI, archive. */
async function makeRequest(live: LiveDeployment): Promise<Finding> {
  const { token } = live;
  if (token === undefined) return skipped("put a developer's token into CODEX_PROXY_TOKEN to make one");
  if (!isWellFormedToken(token))
    return failed(
      "CODEX_PROXY_TOKEN holds no token of ours",
      live.script("tokens", "add --user NAME@EXAMPLE.COM"),
    );
  const startedAtMs = Date.now();
  const answer = await ask(live, "/v1/models", { headers: { authorization: `Bearer ${token}` } });
  await answer.arrayBuffer();
  const id = answer.headers.get("x-codex-proxy-request-id") ?? "";
  if (answer.status !== 200) {
    const isOpenAis =
      answer.headers.has("x-codex-proxy-request-id") && answer.headers.get("x-request-id") !== id;
    return failed(
      `${isOpenAis ? "OpenAI" : "the proxy"} answers ${answer.status} to GET /v1/models`,
      answer.status === 401 && isOpenAis
        ? live.script("set-openai-key")
        : `aws logs tail ${live.names.logGroup} --since 1h --filter-pattern ${id}`,
    );
  }
  const path = archivePath({ id, startedAtMs, tokenId: tokenIdOf(hash("sha256", token)) });
  if (await appears(live, path)) return ok("was forwarded to OpenAI and recorded");
  return failed(
    `was answered but not recorded as ${path}`,
    `aws logs tail ${live.names.logGroup} --since 1h`,
  );
}

async function appears({ s3, logsBucket }: LiveDeployment, path: string): Promise<boolean> {
  const deadlineMs = Date.now() + patienceMs;
  while (Date.now() < deadlineMs) {
    if (await found(s3.send(new HeadObjectCommand({ Bucket: logsBucket, Key: path })))) return true;
    await wait(200);
  }
  return false;
}

/** The ledger and the archive are written side by side: what one has counted, the other must hold. */
async function lookAtFreshness(live: LiveDeployment): Promise<Finding> {
  const ledger = new DynamoDbUsageLedgerReader(live.dynamoDb, live.names.usageTable);
  const now = Date.now();
  for (const day of [utcDay(now), utcDay(now - 86_400_000)]) {
    const entries = await Array.fromAsync(ledger.readDay(day));
    const latest = entries.reduce<LedgerEntry | undefined>(
      (last, entry) => (last === undefined || entry.series.hour >= last.series.hour ? entry : last),
      undefined,
    );
    if (latest !== undefined) return lookForExchange(live, latest);
  }
  return ok("nothing was counted today or yesterday");
}

async function lookForExchange(live: LiveDeployment, { day, series }: LedgerEntry): Promise<Finding> {
  const hourMs = Date.parse(`${day}T${series.hour}:00:00Z`);
  const firstId = uuidv7(hourMs, "00000000-0000-0000-0000-000000000000");
  const startAfter = archivePath({ id: firstId, startedAtMs: hourMs, tokenId: series.tokenId });
  const { Contents = [] } = await live.s3.send(
    new ListObjectsV2Command({
      Bucket: live.logsBucket,
      Prefix: startAfter.slice(0, startAfter.lastIndexOf("/") + 1),
      // Ids sort by time.
      StartAfter: startAfter,
      MaxKeys: 1,
    }),
  );
  const when = `${day} ${series.hour}:00 UTC`;
  if (Contents.length > 0) return ok(`holds what was counted at ${when}`);
  return failed(
    `the ledger counted requests of ${series.userId} at ${when}, the archive has none`,
    `aws logs tail ${live.names.logGroup} --since 1d --filter-pattern '{ $.archive_error = * }'`,
  );
}
