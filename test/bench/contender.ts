import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { newToken } from "../../lambda/domain/new-token.ts";
import { openLocalStores } from "../../lambda/stores/local/local-stores.ts";
import { cpuSecondsOf, peakRssBytesOf } from "./process-figures.ts";

/** A proxy in a process of its own. */
export interface Contender {
  name: string;
  url: URL;
  headers: Record<string, string>;
  /** Processor time it has used so far, from the operating system. */
  cpuSeconds(): number;
  peakRssBytes(): number;
  stop(): void;
}

export async function startUpstream(): Promise<Contender> {
  return startOnPort("upstream", "upstream-process.ts", []);
}

export async function startFloor(upstream: URL): Promise<Contender> {
  return startOnPort("bare node:http", "floor-process.ts", [upstream.href]);
}

/** `npm start --no-tokens`: what the forwarding costs without what is kept of it. */
export async function startForwarding(upstream: URL, folder: string): Promise<Contender> {
  return startServer("forwarding only", upstream, folder, ["--no-tokens"], {});
}

/** `npm start` as people run it: tokens, ledger, archive, usage and log lines on. */
export async function startCodexProxy(
  upstream: URL,
  folder: string,
  secretScan: "off" | "flag" | "redact" = "off",
): Promise<Contender> {
  const dataDir = join(folder, `data-${secretScan}`);
  const { token, record } = newToken({ userId: "bench@example.com" }, { nowMs: Date.now(), randomBytes });
  await openLocalStores(dataDir).tokens.add(record);
  const headers = { authorization: `Bearer ${token}` };
  return startServer(
    `codex-proxy, scan ${secretScan}`,
    upstream,
    folder,
    ["--data-dir", dataDir],
    headers,
    secretScan,
  );
}

async function startServer(
  name: string,
  upstream: URL,
  folder: string,
  options: readonly string[],
  headers: Record<string, string>,
  secretScan = "off",
): Promise<Contender> {
  const infoFile = join(folder, `${name}.json`);
  const args = ["--port", "0", "--server-info", infoFile, "--upstream-url", upstream.href, ...options];
  const child = spawn(process.execPath, ["scripts/start.ts", ...args], {
    env: {
      ...process.env,
      OPENAI_API_KEY: "sk-proj-made-up-for-the-bench-0123456789",
      SECRET_SCAN: secretScan,
    },
    stdio: ["ignore", "ignore", "pipe"],
  });
  let said = "";
  child.stderr.on("data", (chunk) => (said += String(chunk)));
  for (let attempt = 0; !said.includes("base_url"); attempt++) {
    if (child.exitCode !== null || attempt > 500) throw new Error(`npm start did not listen: ${said}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  const { port } = JSON.parse(readFileSync(infoFile, "utf8")) as { port: number };
  return contender(name, child, port, headers);
}

async function startOnPort(name: string, file: string, args: readonly string[]): Promise<Contender> {
  const path = fileURLToPath(new URL(file, import.meta.url));
  const child = spawn(process.execPath, [path, ...args], { stdio: ["ignore", "pipe", "inherit"] });
  const port = await new Promise<number>((resolve) =>
    child.stdout.once("data", (line) => resolve(Number(String(line)))),
  );
  return contender(name, child, port, {});
}

/** @param process what is measured and in the end killed */
export function contender(
  name: string,
  process: { pid?: number | undefined; kill(signal: "SIGKILL"): unknown },
  port: number,
  headers: Record<string, string>,
): Contender {
  return {
    name,
    url: new URL(`http://127.0.0.1:${port}`),
    headers,
    cpuSeconds: () => cpuSecondsOf(process.pid!),
    peakRssBytes: () => peakRssBytesOf(process.pid!),
    stop: () => void process.kill("SIGKILL"),
  };
}
