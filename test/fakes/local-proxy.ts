import { hash } from "node:crypto";
import { mkdtemp, readFile, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { utcDay } from "../../lambda/domain/exchange-record.ts";
import type { LedgerEntry } from "../../lambda/domain/ledger-entry.ts";
import { trackExchanges } from "../../lambda/hosts/track-exchanges.ts";
import { createNodeServer } from "../../lambda/hosts/node-server.ts";
import { createProxy } from "../../lambda/proxy.ts";
import { answerUsageFrom } from "../../lambda/steps/answer-usage.ts";
import { authenticateByToken } from "../../lambda/steps/authenticate.ts";
import { forwardTo } from "../../lambda/steps/forward.ts";
import { inspectWith } from "../../lambda/steps/inspect.ts";
import { recordTo } from "../../lambda/steps/record.ts";
import { UpstreamClient } from "../../lambda/steps/upstream-client.ts";
import type { KeyStore } from "../../lambda/stores/key-store.ts";
import { FolderArchive } from "../../lambda/stores/local/folder-archive.ts";
import { GivenKeyStore } from "../../lambda/stores/local/given-key-store.ts";
import { openLocalDatabase } from "../../lambda/stores/local/local-database.ts";
import { SqliteTokenStore } from "../../lambda/stores/local/sqlite-token-store.ts";
import { SqliteUsageLedger } from "../../lambda/stores/local/sqlite-usage-ledger.ts";
import type { TokenStore } from "../../lambda/stores/token-store.ts";
import { type ArchivedExchange, byTime, readArchived } from "./archived-exchange.ts";
import { makeDeveloperToken, makeOpenAiKey } from "./developer-token.ts";
import { FakeOpenAi } from "./fake-openai.ts";
import { startLocalServer } from "./local-server.ts";
import type { ProxyUnderTest } from "./proxy-under-test.ts";

export interface LocalProxy extends ProxyUnderTest {
  dataDir: string;
  log: string[];
}

export interface LocalProxyOptions {
  /** In the place of the embedded ones, to see what a store that fails does. */
  tokens?: TokenStore;
  keys?: KeyStore;
  maxBodyBytes?: number;
  firstByteTimeoutMs?: number;
}

/** The proxy on a port of this machine, with the embedded stores in a folder of its own and the fake OpenAI behind it. */
export async function startLocalProxy(options: LocalProxyOptions = {}): Promise<LocalProxy> {
  const dataDir = await mkdtemp(join(tmpdir(), "codex-proxy-test-"));
  const openAi = await FakeOpenAi.start();
  const key = makeOpenAiKey();
  const database = openLocalDatabase(dataDir);
  const tokens = new SqliteTokenStore(database);
  const ledger = new SqliteUsageLedger(database);
  const log: string[] = [];
  const now = Date.now;
  const { proxy, settled } = trackExchanges(
    createProxy({
      routes: "standard",
      authenticate: authenticateByToken(options.tokens ?? tokens, now),
      inspect: inspectWith({ mode: "flag", allowed: new Set() }, options.keys ?? new GivenKeyStore(key)),
      forward: forwardTo(
        new UpstreamClient({ url: openAi.url, now, ...pick(options, "firstByteTimeoutMs") }),
        options.keys ?? new GivenKeyStore(key),
      ),
      answerUsage: answerUsageFrom(ledger, now),
      recorder: recordTo({
        inFlightRecords: true,
        archive: new FolderArchive(dataDir),
        ledger,
        logBodies: "full",
        log: (line) => log.push(line),
        functionName: "codex-proxy",
        now,
      }),
      now,
    }),
  );
  const server = await startLocalServer(createNodeServer(proxy, pick(options, "maxBodyBytes")));
  const addToken: ProxyUnderTest["addToken"] = async (fields) => {
    const { token, record } = makeDeveloperToken(fields);
    await tokens.add(record);
    return token;
  };
  return {
    url: server.url,
    openAi,
    key,
    token: await addToken(),
    dataDir,
    log,
    addToken,
    async setEnabled(token, enabled) {
      await tokens.update(hash("sha256", token), { enabled });
    },
    settled,
    async exchanges() {
      await settled();
      return readFolder(dataDir);
    },
    async ledger() {
      await settled();
      const lines: LedgerEntry[] = [];
      for await (const line of ledger.readDay(utcDay(now()))) lines.push(line);
      return lines;
    },
    async close() {
      await server.close();
      await openAi.close();
      try {
        await settled();
      } finally {
        database.close();
        await rm(dataDir, { recursive: true });
      }
    },
  };
}

/** One option as an object, or an empty one: a default does not give way to `undefined`. */
function pick<Name extends keyof LocalProxyOptions>(
  options: LocalProxyOptions,
  name: Name,
): Pick<LocalProxyOptions, Name> | Record<never, never> {
  return options[name] === undefined ? {} : { [name]: options[name] };
}

/** The node server does not wait for an exchange to be recorded; a test has to. */
async function readFolder(dataDir: string): Promise<ArchivedExchange[]> {
  const entries = await readdir(dataDir, { recursive: true, withFileTypes: true });
  const paths = entries
    .filter((entry) => entry.isFile() && entry.name.endsWith(".json.gz"))
    .map((entry) => join(entry.parentPath, entry.name));
  const exchanges = await Promise.all(
    paths.map(async (path) => readArchived(relative(dataDir, path), await readFile(path))),
  );
  return exchanges.sort(byTime);
}
