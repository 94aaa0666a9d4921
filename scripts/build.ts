import { rm, writeFile } from "node:fs/promises";
import { build } from "esbuild";

/** The deployable bundle, the same on every machine, made without network and without Docker. */

const outdir = "dist/lambda";

await rm(outdir, { recursive: true, force: true });
const { metafile } = await build({
  entryPoints: ["lambda/index.ts"],
  outdir,
  outExtension: { ".js": ".mjs" },
  bundle: true,
  platform: "node",
  target: "node24",
  format: "esm",
  // What is imported when it is first needed is a file of its own, and neither read nor parsed before.
  splitting: true,
  chunkNames: "[name]-[hash]",
  minify: true,
  sourcemap: "external",
  sourcesContent: false,
  // A third smaller than with esbuild's own order, which prefers CommonJS for Node.
  mainFields: ["module", "main"],
  legalComments: "none",
  // The SDK imports it in browsers only; esbuild sees the import after it has dropped the code around it.
  external: ["bowser"],
  // For what of the SDK is CommonJS and asks for Node's modules with `require`. A short name would be one of esbuild's own.
  banner: {
    js: 'import{createRequire as requireFrom}from"node:module";const require=requireFrom(import.meta.url);',
  },
  metafile: true,
});
// What went into which file, for those who ask what the bundle is made of: beside what is deployed, not in it.
await writeFile("dist/metafile.json", JSON.stringify(metafile));
const bytes = Object.entries(metafile.outputs)
  .filter(([path]) => path.endsWith(".mjs"))
  .reduce((sum, [, output]) => sum + output.bytes, 0);
console.error(`built ${outdir} (${Math.round(bytes / 1024)} KB)`);
