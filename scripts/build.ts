import { mkdir, rm, writeFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { Command } from "commander";
import { type BuildResult, build } from "esbuild";
import { JobError, runCommand } from "./cli/run-command.ts";

const outdir = "dist/lambda";

const program = new Command("build")
  .description(`Make the deployable bundle ${outdir}, the same on every machine, without network or Docker.`)
  .action(async () => {
    const { metafile, outputFiles } = await bundled();
    await written(async () => {
      await rm(outdir, { recursive: true, force: true });
      await mkdir(outdir, { recursive: true });
      for (const { path, contents } of outputFiles) await writeFile(join(outdir, basename(path)), contents);
      // What went into which file, for those who ask what the bundle is made of: beside what is deployed, not in it.
      await writeFile("dist/metafile.json", JSON.stringify(metafile));
    });
    const bytes = outputFiles
      .filter(({ path }) => path.endsWith(".mjs"))
      .reduce((sum, { contents }) => sum + contents.length, 0);
    process.stderr.write(`built ${outdir} (${Math.round(bytes / 1024)} KB)\n`);
  });

/** Held in memory until all of it is made: what can't be built leaves the last bundle as it was. */
async function bundled(): Promise<BuildResult<{ metafile: true; write: false }>> {
  try {
    return await build({
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
      write: false,
    });
  } catch (cause) {
    if (!(cause instanceof Error && "errors" in cause)) throw cause;
    throw new JobError("nothing was built; what esbuild says stands above", { cause });
  }
}

async function written(write: () => Promise<void>): Promise<void> {
  try {
    await write();
  } catch (cause) {
    const { code, path } = cause as NodeJS.ErrnoException;
    throw new JobError(`${path} can't be written (${code}); mend that, then build again`, { cause });
  }
}

await runCommand(program);
