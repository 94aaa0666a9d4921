import { execFile } from "node:child_process";
import { mkdir } from "node:fs/promises";
import { createRequire } from "node:module";
import { fileURLToPath, pathToFileURL } from "node:url";
import { promisify } from "node:util";

// A peer to measure beside, never a dependency: kept where git does not look.
const folder = fileURLToPath(new URL("../../node_modules/.cache/secretlint/", import.meta.url));
const packages = ["@secretlint/core@13.0.6", "@secretlint/secretlint-rule-preset-recommend@13.0.7"];
const presetName = "@secretlint/secretlint-rule-preset-recommend";

/** secretlint with its recommended rules; rejects where it can't be installed. */
export async function loadSecretlint(): Promise<(text: string) => Promise<number>> {
  await mkdir(folder, { recursive: true });
  await promisify(execFile)("npm", [
    "install",
    "--no-save",
    "--ignore-scripts",
    "--prefix",
    folder,
    ...packages,
  ]);
  const resolve = createRequire(`${folder}index.js`).resolve;
  const load = async (name: string): Promise<Record<string, unknown>> =>
    (await import(pathToFileURL(resolve(name)).href)) as Record<string, unknown>;
  const { lintSource } = (await load("@secretlint/core")) as { lintSource: LintSource };
  const { creator } = await load(presetName);
  const options = { config: { rules: [{ id: presetName, rule: creator }] } };
  return async (content) => {
    const source = { content, filePath: "body.txt", ext: ".txt", contentType: "text" };
    return (await lintSource({ source, options })).messages.length;
  };
}

type LintSource = (request: { source: object; options: object }) => Promise<{ messages: unknown[] }>;
