import { execFile } from "node:child_process";
import { mkdtemp, rm, symlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const root = new URL("../../", import.meta.url);

export interface BuiltBundle {
  /** Its entry. */
  path: string;
  /** The folder that is deployed. */
  folder: string;
  /** esbuild's account of what went into which file. */
  metafile: string;
  remove(): Promise<void>;
}

/** `npm run build` into a folder of its own, so that test files that run at the same time don't take it from each other. */
export async function buildBundle(): Promise<BuiltBundle> {
  const folder = await mkdtemp(join(tmpdir(), "codex-proxy-bundle-"));
  await symlink(fileURLToPath(new URL("lambda", root)), join(folder, "lambda"), "junction");
  const script = fileURLToPath(new URL("scripts/build.ts", root));
  await promisify(execFile)(process.execPath, [script], { cwd: folder });
  return {
    path: join(folder, "dist/lambda/index.mjs"),
    folder: join(folder, "dist/lambda"),
    metafile: join(folder, "dist/metafile.json"),
    remove: () => rm(folder, { recursive: true }),
  };
}
