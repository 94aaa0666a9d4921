import { randomBytes } from "node:crypto";
import { glob, readFile } from "node:fs/promises";
import type { TestContext } from "node:test";
import { gunzipSync } from "node:zlib";
import { composeProxy } from "../../lambda/compose-proxy.ts";
import { type TokenRequest, newToken } from "../../lambda/domain/new-token.ts";
import type { ScanMode } from "../../lambda/domain/inspect-settings.ts";
import { type NodeServerOptions, createNodeServer } from "../../lambda/hosts/node-server.ts";
import { trackExchanges } from "../../lambda/hosts/track-exchanges.ts";
import { GivenKeyStore } from "../../lambda/stores/local/given-key-store.ts";
import { openLocalStores } from "../../lambda/stores/local/local-stores.ts";
import type { Stores } from "../../lambda/stores/stores.ts";
import type { TokenAdmin } from "../../lambda/stores/token-store.ts";
import type { UsageLedgerReader } from "../../lambda/stores/usage-ledger.ts";
import { startLocalServer } from "./local-server.ts";
import { temporaryFolder } from "./temporary-folder.ts";

/** Made up; as long and as shaped as a real one. */
export const madeUpKey = "sk-proj-made-up-key-for-tests_0123456789abcdefghijklmnopqrstuvwxyz";

/** The proxy on a port of its own, over the embedded stores in a folder of its own. */
export interface ProxyOnPort {
  url: URL;
  /** An enabled token of ann@example.com. */
  token: string;
  tokenHash: string;
  dataDir: string;
  admin: TokenAdmin;
  ledger: UsageLedgerReader;
  logLines: string[];
  addToken(request: TokenRequest): Promise<string>;
  /** POSTs to a path with the token, unless other headers are given. */
  post(path: string, body: string | Buffer, headers?: Record<string, string>): Promise<Response>;
  /** Resolves when no exchange is under way. */
  settled(): Promise<void>;
  /** Resolves when so many objects lie in the archive, whatever is still under way. */
  archived(count: number): Promise<ArchivedExchange[]>;
  /** Resolves when so many exchanges have been recorded, and none is under way. */
  recorded(count: number): Promise<ArchivedExchange[]>;
}

/** An archive object, read back. */
// eslint-disable-next-line typescript/no-explicit-any
export type ArchivedExchange = Record<string, any>;

export interface ProxyOnPortOptions {
  /** In the place of the embedded ones, to see what a store that fails does. */
  stores?: Partial<Stores>;
  server?: NodeServerOptions;
  logBodies?: "full" | "metadata";
  secretScan?: ScanMode;
  onDisconnect?: "cancel" | "drain";
  firstByteTimeoutMs?: number;
  /** The organisation's key. */
  key?: string;
  dataDir?: string;
  now?: () => number;
}

export async function startProxyOnPort(
  t: Pick<TestContext, "after">,
  upstreamUrl: URL,
  options: ProxyOnPortOptions = {},
): Promise<ProxyOnPort> {
  const dataDir = options.dataDir ?? temporaryFolder(t);
  const local = openLocalStores(dataDir);
  const logLines: string[] = [];
  const { proxy, settled } = trackExchanges(
    composeProxy(
      { ...local, keys: new GivenKeyStore(options.key ?? madeUpKey), ...options.stores },
      {
        upstreamUrl,
        logBodies: options.logBodies ?? "full",
        functionName: "codex-proxy-test",
        inFlightRecords: true,
        onDisconnect: options.onDisconnect ?? "cancel",
        secrets: { mode: options.secretScan ?? "flag", allowed: new Set() },
        log: (line) => logLines.push(line),
        ...(options.firstByteTimeoutMs !== undefined && { firstByteTimeoutMs: options.firstByteTimeoutMs }),
      },
      options.now ?? Date.now,
    ),
  );
  const server = await startLocalServer(createNodeServer(proxy, options.server));
  t.after(() => server.close());

  const addToken = async (request: TokenRequest): Promise<{ token: string; tokenHash: string }> => {
    const { token, record } = newToken(request, { nowMs: Date.now(), randomBytes });
    await local.tokens.add(record);
    return { token, tokenHash: record.tokenHash };
  };
  const { token, tokenHash } = await addToken({ userId: "ann@example.com", team: "platform" });
  return {
    url: server.url,
    token,
    tokenHash,
    dataDir,
    admin: local.tokens,
    ledger: local.usage,
    logLines,
    addToken: async (request) => (await addToken(request)).token,
    post: (path, body, headers = { authorization: `Bearer ${token}`, "content-type": "application/json" }) =>
      fetch(new URL(path, server.url), { method: "POST", body: new Uint8Array(Buffer.from(body)), headers }),
    settled,
    archived: (count) => archivedExchanges(dataDir, count),
    async recorded(count) {
      await archivedExchanges(dataDir, count);
      await settled();
      return archivedExchanges(dataDir, count);
    },
  };
}

async function archivedExchanges(dataDir: string, count: number): Promise<ArchivedExchange[]> {
  for (let attempt = 0; attempt < 400; attempt++) {
    const files = (await Array.fromAsync(glob(`${dataDir}/logs/**/*.json.gz`))).toSorted();
    if (files.length >= count) {
      const objects = await Promise.all(files.map((file) => readFile(file)));
      return objects.map((object) => JSON.parse(gunzipSync(object).toString("utf8")) as ArchivedExchange);
    }
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  throw new Error(`fewer than ${count} exchanges were recorded`);
}
