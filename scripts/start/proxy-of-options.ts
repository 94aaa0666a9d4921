import { join } from "node:path";
import { userInfo } from "node:os";
import { composeProxy, logToStdout } from "../../lambda/compose-proxy.ts";
import { readLambdaConfig, readSecretSettings } from "../../lambda/config.ts";
import { limits } from "../../lambda/domain/limits.ts";
import type { TokenRecord } from "../../lambda/domain/token-record.ts";
import { type Proxy, createProxy } from "../../lambda/proxy.ts";
import { authenticateAs } from "../../lambda/steps/authenticate.ts";
import { forwardTo } from "../../lambda/steps/forward.ts";
import { type Recorder, recordNothing, recordTo } from "../../lambda/steps/record.ts";
import { gatherFor } from "../../lambda/steps/gather.ts";
import { inspectNothing } from "../../lambda/steps/inspect.ts";
import { journaled } from "../../lambda/steps/journaled.ts";
import { UpstreamClient } from "../../lambda/steps/upstream-client.ts";
import { GivenKeyStore } from "../../lambda/stores/local/given-key-store.ts";
import { openLocalStores } from "../../lambda/stores/local/local-stores.ts";
import { JobError } from "../cli/run-command.ts";
import { defaultDataDir } from "../cli/store-options.ts";
import { addFirstToken } from "./first-token.ts";
import { openJournal } from "./open-journal.ts";
import type { StartOptions } from "./start-options.ts";
import type { Upstream } from "./upstream.ts";

/** The proxy that the options describe. */
export interface ChosenProxy {
  proxy: Proxy;
  /** Where there is no token at all, makes one, to be shown once: only a server that has started has somebody to show it to. */
  addFirstToken?: () => Promise<string | undefined>;
  /** Where exchanges are kept; absent: nowhere. */
  recordsIn?: string;
}

const functionName = "codex-proxy-local";
const now = Date.now;

export async function proxyOfOptions(options: StartOptions, upstream: Upstream): Promise<ChosenProxy> {
  if (!options.tokens) return strictProxy(options, upstream);
  return options.store === "aws" ? awsProxy(options, upstream) : localProxy(options, upstream);
}

function localProxy(options: StartOptions, upstream: Upstream): ChosenProxy {
  const dataDir = options.dataDir ?? defaultDataDir;
  const stores = { ...openLocalStores(dataDir), keys: new GivenKeyStore(upstream.key ?? "") };
  const secrets = readSecretSettings(process.env);
  const settings = {
    upstreamUrl: upstream.url,
    logBodies: "full" as const,
    functionName,
    secrets,
    inFlightRecords: true,
    gatherMs: limits.gatherMs,
    knownBlocksBytes: limits.serverKnownBlocksBytes,
    onDisconnect: options.onDisconnect,
    journal: openJournal(dataDir, { archive: stores.archive, functionName }),
  };
  return {
    proxy: composeProxy(stores, settings, now),
    recordsIn: `${dataDir}/logs`,
    addFirstToken: () => addFirstToken(stores.tokens, now()),
  };
}

async function awsProxy(options: StartOptions, upstream: Upstream): Promise<ChosenProxy> {
  // Not before it is needed: with the embedded stores it would only take memory.
  const { createAwsStores } = await import("../../lambda/stores/aws/aws-stores.ts");
  // The key may come from here, and then no secret is needed.
  const config = readLambdaConfig({ OPENAI_SECRET_ID: upstream.key && "not used", ...process.env });
  const dataDir = options.dataDir ?? defaultDataDir;
  const stores = createAwsStores(config, join(dataDir, "spool"), now);
  if (upstream.key !== undefined) stores.keys = new GivenKeyStore(upstream.key);
  const upstreamUrl = options.upstreamUrl ?? config.upstreamUrl;
  const journal = openJournal(dataDir, { archive: stores.archive, functionName: config.functionName });
  return {
    proxy: composeProxy(
      stores,
      {
        ...config,
        upstreamUrl,
        onDisconnect: options.onDisconnect,
        gatherMs: limits.gatherMs,
        knownBlocksBytes: limits.serverKnownBlocksBytes,
        journal,
      },
      now,
    ),
    recordsIn: `s3://${config.logsBucket}/logs`,
  };
}

/** OpenAI's own responses-api-proxy, to the letter: one route, no tokens, and no records unless a folder is named. */
function strictProxy(options: StartOptions, upstream: Upstream): ChosenProxy {
  if (upstream.key === undefined) throw new JobError("there is no key to inject");
  const { dataDir } = options;
  return {
    proxy: createProxy({
      routes: "strict",
      authenticate: authenticateAs(userOfThisMachine()),
      inspect: inspectNothing,
      forward: forwardTo(new UpstreamClient({ url: upstream.url, now }), new GivenKeyStore(upstream.key)),
      recorder: dataDir === undefined ? recordNothing : recordIn(dataDir),
      now,
    }),
    ...(dataDir !== undefined && { recordsIn: `${dataDir}/logs` }),
  };
}

function recordIn(dataDir: string): Recorder {
  const stores = openLocalStores(dataDir);
  const journal = openJournal(dataDir, { archive: stores.archive, functionName });
  const recorder = recordTo({
    ...stores,
    logBodies: "full",
    inFlightRecords: true,
    gather: gatherFor(limits.gatherMs),
    knownBlocksBytes: limits.serverKnownBlocksBytes,
    functionName,
    log: logToStdout,
    now,
  });
  return journal === undefined ? recorder : journaled(recorder, journal);
}

function userOfThisMachine(): TokenRecord {
  return {
    tokenHash: "",
    tokenId: "local",
    userId: userInfo().username,
    enabled: true,
    createdAt: new Date(now()).toISOString(),
  };
}
