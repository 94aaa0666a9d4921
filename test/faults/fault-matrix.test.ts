import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { faultMatrix } from "./fault-matrix.ts";

test("docs/reliability.md shows the table that is tested; node test/faults/write-fault-matrix.ts puts it there", () => {
  const text = readFileSync(new URL("../../docs/reliability.md", import.meta.url), "utf8");
  assert.ok(text.includes(faultMatrix()), "the matrix has changed");
});
