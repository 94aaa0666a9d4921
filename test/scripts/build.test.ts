import assert from "node:assert/strict";
import { existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { type TestContext, test } from "node:test";
import { temporaryFolder } from "../fakes/temporary-folder.ts";
import { runScript } from "./run-script.ts";

/** `npm run build` in a folder of its own. */
function buildIn(t: TestContext) {
  const folder = temporaryFolder(t);
  return { folder, build: (...args: string[]) => runScript("build", args, { cwd: folder }) };
}

for (const flag of ["--help", "--nope"]) {
  test(`npm run build ${flag} builds nothing`, async (t) => {
    const { folder, build } = buildIn(t);
    symlinkSync(resolve("lambda"), join(folder, "lambda"), "junction");
    await build(flag);
    assert.equal(existsSync(join(folder, "dist")), false);
  });
}

test("a bundle that can't be written is one sentence", async (t) => {
  const { folder, build } = buildIn(t);
  symlinkSync(resolve("lambda"), join(folder, "lambda"), "junction");
  writeFileSync(join(folder, "dist"), "a file in the place of the folder");
  const { code, stderr } = await build();
  assert.deepEqual(
    [code, stderr],
    [1, "build: dist/lambda can't be written (ENOTDIR); mend that, then build again\n"],
  );
});

test("sources that can't be built leave the last bundle as it was", async (t) => {
  const { folder, build } = buildIn(t);
  const bundle = join(folder, "dist/lambda/index.mjs");
  for (const path of ["lambda", "dist/lambda"]) mkdirSync(join(folder, path), { recursive: true });
  writeFileSync(join(folder, "lambda/index.ts"), "import './nothing.ts';");
  writeFileSync(bundle, "the last one");
  const { code, stderr } = await build();
  assert.equal(code, 1);
  assert.match(
    stderr,
    /Could not resolve "\.\/nothing\.ts"[^]*\nbuild: nothing was built; [^\n]+ stands above\n$/,
  );
  assert.equal(readFileSync(bundle, "utf8"), "the last one");
});
