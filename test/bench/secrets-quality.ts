import { readFileSync, statSync } from "node:fs";
import { parseArgs } from "node:util";
import { build } from "esbuild";
import { rules } from "../../lambda/secrets/rule-table.ts";
import { scan } from "../../lambda/secrets/scan.ts";
import { hostileBodies } from "../secrets/hostile-bodies.ts";
import { loadSecretlint } from "./secretlint.ts";
import { agentTranscript, filesBelow, transcriptWithImages } from "./agent-transcript.ts";

/** `node test/bench/secrets-quality.ts [--text DIR]… [LABELLED.jsonl]`: how good and how fast the detector is, as figures. */

const megabyte = 1_000_000;
const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { text: { type: "string", multiple: true, default: ["node_modules"] } },
});

for (const path of positionals) recall(path);
falsePositives(values.text);
speed();
await peer();
await weight();

interface Sample {
  rule: string;
  label: "secret" | "clean";
  text: string;
}

function recall(path: string): void {
  const samples = readFileSync(path, "utf8")
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as Sample);
  const secrets = samples.filter(({ label }) => label === "secret");
  const kinds = new Map(rules.map(({ id, kind }) => [id, kind]));
  const foundBy = (text: string): string[] => scan(Buffer.from(text)).findings.map(({ rule }) => rule);
  const depths: [name: string, encode: (text: string) => string][] = [
    ["plain", (text) => text],
    ["JSON", (text) => JSON.stringify({ output: text })],
    ["JSON in JSON", (text) => JSON.stringify({ arguments: JSON.stringify({ output: text }) })],
  ];
  const prefixed = new Set(
    secrets
      .filter(({ text }) => foundBy(text).some((id) => kinds.get(id) === "token"))
      .map(({ rule }) => rule),
  );
  const table = new Map<string, string[]>();
  for (const [name, encode] of depths) {
    const hits = secrets.map(({ rule, text }) => ({ rule, isFound: foundBy(encode(text)).length > 0 }));
    const ofPrefix = hits.filter(({ rule }) => prefixed.has(rule));
    console.log(`recall ${name}: ${share(hits)} overall, ${share(ofPrefix)} of kinds with a vendor's prefix`);
    for (const [rule, group] of Map.groupBy(hits, (hit) => hit.rule)) {
      table.set(rule, [...(table.get(rule) ?? []), share(group)]);
    }
  }
  const flagged = samples.filter(({ label, text }) => label === "clean" && foundBy(text).length > 0).length;
  console.log(`clean samples with a finding: ${flagged} of ${samples.length - secrets.length} (of any rule)`);
  console.log("recall per kind, where not all were found (plain, JSON, JSON in JSON):");
  for (const [rule, shares] of table)
    if (shares.some((one) => !one.startsWith("100"))) console.log(`  ${rule}: ${shares.join(", ")}`);
}

function share(hits: { isFound: boolean }[]): string {
  const found = hits.filter(({ isFound }) => isFound).length;
  return `${((100 * found) / hits.length).toFixed(2)} % (${found}/${hits.length})`;
}

function falsePositives(folders: string[]): void {
  const isText = (name: string): boolean =>
    /\.(?:[cm]?[jt]sx?|json|md|map|ya?ml|lock|txt|html|css|py|sh)$/.test(name);
  const found = new Map<string, number>();
  let bytes = 0;
  for (const path of folders.flatMap((folder) => filesBelow(folder, isText))) {
    if (statSync(path).size > 8 * megabyte) continue;
    const text = readFileSync(path);
    bytes += text.length;
    for (const { rule, start, end } of scan(text).findings) {
      found.set(rule, (found.get(rule) ?? 0) + 1);
      console.log(`  ${rule} in ${path}: ${text.toString("latin1", start, Math.min(end, start + 24))}…`);
    }
  }
  const all = [...found.values()].reduce((sum, count) => sum + count, 0);
  const generic = found.get("generic-assignment") ?? 0;
  const perMegabyte = (count: number): string => ((count * megabyte) / bytes).toFixed(4);
  console.log(
    `false positives in ${(bytes / megabyte).toFixed(1)} MB: ${perMegabyte(all)} a MB, ${perMegabyte(all - generic)} without the generic rule`,
  );
}

function speed(): void {
  const transcript = agentTranscript("node_modules", 3 * megabyte);
  const images = transcriptWithImages(transcript, 6 * megabyte);
  report("clean agent transcript", transcript, scan(transcript).findings.length);
  report("body with images", images, scan(images).findings.length);
  const hostile = hostileBodies(1024 * 1024).map(([name, body]) => ({
    name,
    ms: fastestMs(() => scan(body), 3),
  }));
  hostile.sort((a, b) => b.ms - a.ms);
  console.log(`worst of ${hostile.length} hostile bodies of 1 MiB:`);
  for (const { name, ms } of hostile.slice(0, 5)) console.log(`  ${ms.toFixed(1)} ms ${name}`);
}

/** The same text through the scanner that JavaScript projects use; skipped with a note where it can't be had. */
async function peer(): Promise<void> {
  const text = agentTranscript("node_modules", 3 * megabyte).toString("utf8");
  try {
    const secretlint = await loadSecretlint();
    let fastest = Number.POSITIVE_INFINITY;
    for (let i = 0; i < 10; i++) {
      const start = performance.now();
      await secretlint(text);
      fastest = Math.min(fastest, performance.now() - start);
    }
    console.log(`secretlint on the same transcript: ${(text.length / 1000 / fastest).toFixed(0)} MB/s`);
  } catch (error) {
    console.log(
      `secretlint: skipped (${error instanceof Error ? error.message.split("\n", 1)[0] : String(error)})`,
    );
  }
}

function report(name: string, body: Buffer, findings: number): void {
  const ms = fastestMs(() => scan(body), 25);
  const rate = body.length / 1000 / ms;
  console.log(
    `${name}, ${(body.length / megabyte).toFixed(2)} MB: ${ms.toFixed(1)} ms, ${rate.toFixed(0)} MB/s, ${findings} findings`,
  );
}

/** The fastest of some runs: what a machine shared with others took away is no property of the scanner. */
function fastestMs(run: () => unknown, runs: number): number {
  let fastest = Number.POSITIVE_INFINITY;
  for (let i = 0; i < runs; i++) {
    const start = performance.now();
    run();
    fastest = Math.min(fastest, performance.now() - start);
  }
  return fastest;
}

/** What the detector adds to the function's bundle and to its start. */
async function weight(): Promise<void> {
  const { outputFiles } = await build({
    entryPoints: ["lambda/secrets/inspect-body.ts"],
    bundle: true,
    minify: true,
    keepNames: true,
    platform: "node",
    format: "esm",
    target: "node24",
    write: false,
  });
  const code = outputFiles[0]!.contents;
  const start = performance.now();
  const bundle = (await import(`data:text/javascript;base64,${Buffer.from(code).toString("base64")}`)) as {
    inspectBody: (body: Buffer, policy: object) => unknown;
  };
  const importMs = performance.now() - start;
  const firstStart = performance.now();
  bundle.inspectBody(Buffer.from("{}"), { mode: "flag", key: "k", allowed: new Set() });
  const firstMs = performance.now() - firstStart;
  console.log(
    `bundled ${(code.length / 1024).toFixed(1)} KB minified, import ${importMs.toFixed(1)} ms, first call ${firstMs.toFixed(1)} ms`,
  );
}
