import { rm, stat } from "node:fs/promises";
import { build } from "esbuild";

/** The deployable bundle: one file, the same on every machine, made without network and without Docker. */

const outfile = "dist/lambda/index.mjs";

await rm("dist/lambda", { recursive: true, force: true });
await build({
  entryPoints: ["lambda/index.ts"],
  outfile,
  bundle: true,
  platform: "node",
  target: "node24",
  format: "esm",
  minify: true,
  sourcemap: "external",
  sourcesContent: false,
  // A third smaller than with esbuild's own order, which prefers CommonJS for Node.
  mainFields: ["module", "main"],
  legalComments: "none",
  // Some of the SDK's dependencies are CommonJS and ask for Node's modules with `require`.
  banner: { js: 'import{createRequire as r}from"node:module";const require=r(import.meta.url);' },
});
const { size } = await stat(outfile);
console.error(`built ${outfile} (${Math.round(size / 1024)} KB)`);
