import { type ChildProcess, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { newToken } from "../../lambda/domain/new-token.ts";
import { openLocalStores } from "../../lambda/stores/local/local-stores.ts";
import { cpuSecondsOf, memoryOf } from "./process-figures.ts";

/** A proxy in a process of its own. */
export interface Contender {
  name: string;
  pid: number;
  url: URL;
  /** One instance of a function: a request at a time, and none above 6 MB in all. */
  isFunction?: true;
  headers: Record<string, string>;
  /** Processor time it has used so far, from the operating system. */
  cpuSeconds(): number;
  peakRssBytes(): number;
  rssBytes(): number;
  stop(): void;
}

export async function startUpstream(): Promise<Contender> {
  return startOnPort("upstream", "upstream-process.ts", []);
}

/** DynamoDB, S3 and Secrets Manager, each of which takes that long for an answer. */
export async function startAwsStandIn(delayMs: number): Promise<Contender> {
  return startOnPort("AWS", "aws-stand-in-process.ts", [String(delayMs)]);
}

export async function startFloor(upstream: URL): Promise<Contender> {
  return startOnPort("bare node:http", "floor-process.ts", [upstream.href]);
}

/** `npm start --no-tokens`: what the forwarding costs without what is kept of it. */
export async function startForwarding(upstream: URL, folder: string): Promise<Contender> {
  return startServer("forwarding only", upstream, folder, ["--no-tokens"], {});
}

/** `npm start`: tokens, ledger, archive, usage and log lines; the search for secrets, which has a bench of its own, off unless asked for. */
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

/** The bundle under AWS's runtime client; what is counted is the instance's own process. */
export async function startLambda(
  bundle: string,
  upstream: URL,
  aws: URL,
  secretScan: "off" | "flag" = "off",
): Promise<Contender> {
  const args = [bundle, upstream.href, aws.href, secretScan];
  const { child, line } = await startScript("lambda-process.ts", args);
  const { port, pid } = JSON.parse(line) as { port: number; pid: number };
  const { token } = newToken({ userId: "bench@example.com" }, { nowMs: Date.now(), randomBytes });
  const kill = (): void => {
    process.kill(pid, "SIGKILL");
    child.kill("SIGKILL");
  };
  const headers = { authorization: `Bearer ${token}` };
  return { ...contender("Lambda bundle", { pid, kill }, port, headers), isFunction: true };
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
  const child = spawn(process.execPath, [...startArguments(), ...args], {
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

/** What `npm start` gives to Node. */
function startArguments(): string[] {
  const { scripts } = JSON.parse(readFileSync("package.json", "utf8")) as { scripts: { start: string } };
  return scripts.start.split(" ").slice(1);
}

async function startOnPort(name: string, file: string, args: readonly string[]): Promise<Contender> {
  const { child, line } = await startScript(file, args);
  return contender(name, child, Number(line), {});
}

/** Resolves with the first line that the script writes. */
async function startScript(
  file: string,
  args: readonly string[],
): Promise<{ child: ChildProcess; line: string }> {
  const path = fileURLToPath(new URL(file, import.meta.url));
  const child = spawn(process.execPath, [path, ...args], { stdio: ["ignore", "pipe", "inherit"] });
  const line = await new Promise<string>((resolve, reject) => {
    child.stdout.once("data", (chunk) => resolve(String(chunk)));
    child.once("exit", (code) => reject(new Error(`${file} ended with ${code}`)));
  });
  return { child, line };
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
    pid: process.pid!,
    url: new URL(`http://127.0.0.1:${port}`),
    headers,
    cpuSeconds: () => cpuSecondsOf(process.pid!),
    peakRssBytes: () => memoryOf(process.pid!).peakBytes,
    rssBytes: () => memoryOf(process.pid!).nowBytes,
    stop: () => void process.kill("SIGKILL"),
  };
}
