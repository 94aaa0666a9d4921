import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { closeSync, openSync, readFileSync, readSync } from "node:fs";
import { setTimeout as wait } from "node:timers/promises";
import { FakeOpenAi } from "../fakes/fake-openai.ts";
import { installCodex } from "../e2e/install-codex.ts";

/**
 * `node test/bench/key-copies.ts`, on Linux as root: how often the key stands in the memory of the strict mode, beside
 * OpenAI's own proxy. Both run the same requests; the table is in docs/security-single-user.md.
 */
const requests = 1_000;
const collect = "data:text/javascript,process.on('SIGUSR2',()=>gc({type:'major',execution:'sync'}))";
const openAi = await FakeOpenAi.start();
const contenders: Record<string, { args: string[]; upstream: string }> = {
  "codex-proxy": {
    args: ["--expose-gc", "--import", collect, "scripts/start.ts", "--no-tokens", "--key-stdin"],
    upstream: openAi.url.origin,
  },
  "codex responses-api-proxy": {
    args: [await installCodex(), "responses-api-proxy"],
    upstream: `${openAi.url.origin}/v1/responses`,
  },
};

console.log("| | after start | after 1,000 requests | after a collection |\n| --- | --- | --- | --- |");
for (const [name, { args, upstream }] of Object.entries(contenders)) {
  const key = `sk-proj-${randomBytes(24).toString("hex")}`;
  const port = 20_000 + (randomBytes(2).readUInt16LE() % 20_000);
  const child = spawn(process.execPath, [...args, "--port", String(port), "--upstream-url", upstream], {
    stdio: ["pipe", "ignore", "inherit"],
    detached: true,
  });
  child.stdin.end(`${key}\n`);
  await listening(port);
  const pid = holderOf(child.pid!);
  const counts = [copies(pid, key)];
  for (let i = 0; i < requests; i++) await ask(port);
  counts.push(copies(pid, key));
  if (name === "codex-proxy") process.kill(pid, "SIGUSR2");
  await wait(1_000);
  counts.push(copies(pid, key));
  console.log(`| ${name} | ${counts.join(" | ")} |`);
  process.kill(-child.pid!, "SIGKILL");
}
await openAi.close();

async function ask(port: number): Promise<void> {
  const response = await fetch(`http://127.0.0.1:${port}/v1/responses`, {
    method: "POST",
    body: '{"model":"gpt-5.5","stream":true}',
  });
  await response.text();
}

async function listening(port: number): Promise<void> {
  for (let i = 0; i < 200; i++) {
    if (
      await fetch(`http://127.0.0.1:${port}/`).then(
        () => true,
        () => false,
      )
    )
      return;
    await wait(50);
  }
  throw new Error(`nothing listens on ${port}`);
}

/** The launcher of codex is a process in front of the one that matters: the last of its children. */
function holderOf(pid: number): number {
  const children = readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8")
    .trim()
    .split(" ")
    .filter(Boolean);
  return children.length === 0 ? pid : holderOf(Number(children.at(-1)));
}

/** In Latin-1 and UTF-16, in every writable mapping. */
function copies(pid: number, key: string): number {
  const needles = [Buffer.from(key, "latin1"), Buffer.from(key, "utf16le")];
  const memory = openSync(`/proc/${pid}/mem`, "r");
  let count = 0;
  for (const line of readFileSync(`/proc/${pid}/maps`, "utf8").split("\n")) {
    const [, from, to] = /^([0-9a-f]+)-([0-9a-f]+) rw/.exec(line) ?? [];
    if (from === undefined || to === undefined) continue;
    for (const needle of needles) count += countIn(memory, Number(`0x${from}`), Number(`0x${to}`), needle);
  }
  closeSync(memory);
  return count;
}

function countIn(memory: number, from: number, to: number, needle: Buffer): number {
  const piece = Buffer.alloc(1 << 20);
  let count = 0;
  for (let at = from; at < to; at += piece.length - needle.length) {
    const read = readPiece(memory, piece, Math.min(piece.length, to - at), at);
    const seen = piece.subarray(0, read);
    for (let hit = seen.indexOf(needle); hit !== -1; hit = seen.indexOf(needle, hit + 1)) count++;
  }
  return count;
}

/** A mapping may be reserved and not there. */
function readPiece(memory: number, into: Buffer, length: number, at: number): number {
  try {
    return readSync(memory, into, 0, length, at);
  } catch {
    return 0;
  }
}
