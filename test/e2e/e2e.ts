import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { installCodex } from "./install-codex.ts";

/** `npm run e2e`: the real Codex CLI and OpenAI's own SDK through the proxy, against a fake OpenAI. */

await installCodex();
const files = ["codex-cli.e2e.ts", "codex-secrets.e2e.ts", "onboarding.e2e.ts", "openai-sdk.test.ts"].map(
  (file) => fileURLToPath(new URL(file, import.meta.url)),
);
// One file after the other: the CLI is a large program, and two at once make slow machines miss their deadlines.
const tests = spawn(process.execPath, ["--test", "--test-concurrency=1", ...files], { stdio: "inherit" });
const [code] = (await once(tests, "exit")) as [number | null];
process.exitCode = code ?? 1;
