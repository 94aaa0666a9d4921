import { execFile } from "node:child_process";
import { mkdtemp, rm, symlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const root = new URL("../../", import.meta.url);

export interface BuiltBundle {
  path: string;
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
    remove: () => rm(folder, { recursive: true }),
  };
}
