import { hash } from "node:crypto";
import { readFile, readdir } from "node:fs/promises";
import { join, relative } from "node:path";
import { utcDay } from "../../lambda/domain/exchange-record.ts";
import { type ArchivedExchange, byTime, readArchived } from "./archived-exchange.ts";
import { makeDeveloperToken, makeOpenAiKey } from "./developer-token.ts";
import { FakeOpenAi } from "./fake-openai.ts";
import { type ProxyOnPortOptions, startProxyOnPort } from "./proxy-on-port.ts";
import type { ProxyUnderTest } from "./proxy-under-test.ts";
import { temporaryFolder } from "./temporary-folder.ts";

export interface LocalProxy extends ProxyUnderTest {
  dataDir: string;
  log: string[];
}

/** The proxy on a port with the fake OpenAI behind it, as the tests of every host know it. */
export async function startLocalProxy(options: ProxyOnPortOptions = {}): Promise<LocalProxy> {
  const closers: (() => unknown)[] = [];
  const t = { after: (close: () => unknown): void => void closers.push(close) };
  const dataDir = temporaryFolder(t);
  const openAi = await FakeOpenAi.start();
  const key = makeOpenAiKey();
  // Whatever is still being recorded goes into the folder.
  t.after(() => proxy.settled());
  t.after(() => openAi.close());
  const proxy = await startProxyOnPort(t, openAi.url, { key, dataDir, ...options });
  const addToken: ProxyUnderTest["addToken"] = async (fields) => {
    const { token, record } = makeDeveloperToken(fields);
    await proxy.admin.add(record);
    return token;
  };
  return {
    url: proxy.url,
    openAi,
    key,
    token: await addToken(),
    dataDir,
    log: proxy.logLines,
    addToken,
    async setEnabled(token, enabled) {
      await proxy.admin.update(hash("sha256", token), { enabled });
    },
    settled: () => proxy.settled(),
    async exchanges() {
      await proxy.settled();
      return readFolder(dataDir);
    },
    async ledger() {
      await proxy.settled();
      return Array.fromAsync(proxy.ledger.readDay(utcDay(Date.now())));
    },
    async close() {
      for (const close of closers.toReversed()) await close();
    },
  };
}

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
