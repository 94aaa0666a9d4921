import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";

/** Compares a screen with the file that keeps it; `UPDATE_GOLDEN=1 npm test` writes the file anew, for git diff to show. */
export function assertGolden(name: string, screen: string): void {
  const file = new URL(`../golden/${name}.txt`, import.meta.url);
  const masked = withoutChance(screen);
  if (process.env["UPDATE_GOLDEN"] === "1") writeFileSync(file, masked);
  assert.equal(masked, readFileSync(file, "utf8"));
}

/** What differs from run to run, by signs as long as it is itself, so that columns stay columns. */
function withoutChance(screen: string): string {
  return screen
    .replace(/codexproxy_[0-9A-Za-z]{46}/g, `codexproxy_${"t".repeat(46)}`)
    .replace(/\b[0-9a-f]{64}\b/g, "h".repeat(64))
    .replace(
      /\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b/g,
      "exchange-id-exchange-id-exchange-id-",
    )
    .replace(/\breq_\w+/g, "req_x")
    .replace(/\b[0-9a-f]{12}\b/g, "i".repeat(12))
    .replace(/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z/g, "YYYY-MM-DDTHH:MM:SS.mmmZ")
    .replace(/\d{4}-\d\d-\d\d/g, "YYYY-MM-DD");
}
