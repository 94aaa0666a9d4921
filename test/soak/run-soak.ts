import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { soak } from "./soak.ts";

/** `npm run soak -- --exchanges 100000 --streams 100 --kills 10`: prints the figures, and fails if anything is lost. */
const { values } = parseArgs({
  options: {
    exchanges: { type: "string", default: "10000" },
    streams: { type: "string", default: "100" },
    kills: { type: "string", default: "10" },
  },
});
const closers: (() => unknown)[] = [];
const folder = mkdtempSync(join(tmpdir(), "codex-proxy-soak-"));
const figures = await soak(
  { after: (close) => void closers.push(close) },
  {
    exchanges: Number(values.exchanges),
    streams: Number(values.streams),
    kills: Number(values.kills),
    dataDir: join(folder, "data"),
    onProgress: (text) => console.error(text),
  },
);
for (const close of closers.toReversed()) await close();
rmSync(folder, { recursive: true });
console.log(JSON.stringify(figures, undefined, 2));
const isSound =
  figures.lost + figures.twice + figures.unreadable === 0 &&
  figures.ledgerRequests === figures.archived - figures.inFlight &&
  figures.ledgerOutputTokens === figures.archivedOutputTokens;
process.exitCode = isSound ? 0 : 1;
