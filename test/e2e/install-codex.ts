import { execFile } from "node:child_process";
import { mkdir, readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

/** The release that facts and recorded traffic are about; a newer one is tried by changing this line. */
const version = "0.169.0";

// 400 MB: kept between runs, and never a dependency.
const folder = fileURLToPath(new URL("../../node_modules/.cache/codex-e2e/", import.meta.url));
const packageFolder = `${folder}node_modules/@openai/codex/`;

/** The real Codex CLI, installed where git does not look. @returns the path of its launcher */
export async function installCodex(): Promise<string> {
  if ((await installedVersion()) !== version) {
    await mkdir(folder, { recursive: true });
    console.error(`installing @openai/codex@${version}, 400 MB …`);
    const isWindows = process.platform === "win32";
    await promisify(execFile)(
      isWindows ? "npm.cmd" : "npm",
      ["install", "--no-save", "--prefix", folder, `@openai/codex@${version}`],
      { shell: isWindows },
    );
  }
  return `${packageFolder}bin/codex.js`;
}

async function installedVersion(): Promise<string | undefined> {
  try {
    const text = await readFile(`${packageFolder}package.json`, "utf8");
    return (JSON.parse(text) as { version: string }).version;
  } catch {
    return undefined;
  }
}
