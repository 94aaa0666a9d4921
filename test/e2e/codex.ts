import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { within } from "../fakes/within.ts";
import { type ClosedDoor, startClosedDoor } from "./closed-door.ts";
import { installCodex } from "./install-codex.ts";

export interface CodexRun {
  code: number | null;
  /** The final message of the turn. */
  stdout: string;
  /** The whole conversation, with errors as a developer sees them. */
  stderr: string;
}

/** A developer's Codex with a home of its own, set up as the README says. */
export class Codex {
  /** The home. */
  readonly folder: string;
  readonly door: ClosedDoor;
  readonly #launcher: string;

  static async setUp(proxy: URL, token: string): Promise<Codex> {
    const codex = await Codex.inFreshHome();
    await mkdir(join(codex.folder, ".codex"));
    await writeFile(join(codex.folder, ".codex/config.toml"), configToml(proxy, token));
    return codex;
  }

  /** Installed, and not set up at all. */
  static async inFreshHome(): Promise<Codex> {
    const launcher = await installCodex();
    const folder = await mkdtemp(join(tmpdir(), "codex-proxy-e2e-"));
    await mkdir(join(folder, "work"));
    return new Codex(folder, await startClosedDoor(), launcher);
  }

  private constructor(folder: string, door: ClosedDoor, launcher: string) {
    this.folder = folder;
    this.door = door;
    this.#launcher = launcher;
  }

  /** `codex exec`, with nothing to read on standard input. */
  async exec(...args: readonly string[]): Promise<CodexRun> {
    const codex = spawn(process.execPath, [this.#launcher, "exec", "--skip-git-repo-check", ...args], {
      cwd: join(this.folder, "work"),
      env: {
        PATH: process.env["PATH"],
        HOME: this.folder,
        HTTPS_PROXY: this.door.url.origin,
        NO_PROXY: "127.0.0.1",
      },
      stdio: ["ignore", "pipe", "pipe"],
    });
    try {
      const [stdout, stderr, [code]] = await within(
        `codex exec ${args.join(" ")}`,
        Promise.all([text(codex.stdout), text(codex.stderr), once(codex, "exit")]),
        120_000,
      );
      return { code: code as number | null, stdout, stderr };
    } finally {
      codex.kill("SIGKILL");
    }
  }

  async remove(): Promise<void> {
    await this.door.close();
    await rm(this.folder, { recursive: true, maxRetries: 5 });
  }
}

function configToml(proxy: URL, token: string): string {
  return `
model_provider = "codexproxy"
model = "gpt-5.5"

[model_providers.codexproxy]
name = "Codex Proxy"
base_url = "${proxy.origin}/v1"
experimental_bearer_token = "${token}"
wire_api = "responses"
`;
}
