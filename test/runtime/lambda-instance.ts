import { type ChildProcess, spawn } from "node:child_process";
import { EventEmitter, once } from "node:events";
import { basename, dirname } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { within } from "../fakes/within.ts";
import { plainScript } from "./plain-script.ts";
import { type FunctionAnswer, RuntimeApi } from "./runtime-api.ts";

const runtimeClient = fileURLToPath(import.meta.resolve("aws-lambda-ric"));
const rapidClient = plainScript(new URL("rapid-client.ts", import.meta.url));
const preload = plainScript(new URL("preload.ts", import.meta.url), { RAPID_CLIENT: rapidClient });

export interface LambdaInstanceOptions {
  /** The built bundle, with its export `handler`. */
  bundle: string;
  /** All that the process gets to see, besides what Lambda itself sets. */
  env: Record<string, string>;
  /** How long one invocation may take before the instance is killed; Lambda's own maximum by default. */
  timeoutMs?: number;
  /** The function's memory: bounds V8's heap as on AWS. */
  memoryMb?: number;
  /** Further arguments of Node itself. */
  nodeArgs?: readonly string[];
}

/** One execution environment of Lambda: the bundle in a process of its own, under AWS's own runtime client. */
export class LambdaInstance {
  /** Every line that the process has written. */
  readonly log: string[] = [];
  readonly #lines = new EventEmitter();
  readonly #api: RuntimeApi;
  readonly #process: ChildProcess;
  readonly #timeoutMs: number;

  /** Resolves when the function has started and waits for its first invocation; rejects with why it can't. */
  static async start(options: LambdaInstanceOptions): Promise<LambdaInstance> {
    const instance = new LambdaInstance(options, await RuntimeApi.start());
    try {
      await within("the function to start", Promise.race([instance.free(), instance.#api.initError.promise]));
      return instance;
    } catch (error) {
      await instance.stop();
      throw error;
    }
  }

  private constructor(options: LambdaInstanceOptions, api: RuntimeApi) {
    const { bundle, env, timeoutMs = 900_000, memoryMb = 512, nodeArgs = [] } = options;
    this.#api = api;
    this.#timeoutMs = timeoutMs;
    const args = [...heapBounds(memoryMb), "--import", asUrl(preload), ...nodeArgs, runtimeClient];
    this.#process = spawn(process.execPath, args, {
      env: { ...lambdaEnvironment(bundle, memoryMb), ...env, AWS_LAMBDA_RUNTIME_API: api.address },
      stdio: ["ignore", "pipe", "pipe"],
    });
    for (const stream of [this.#process.stdout!, this.#process.stderr!]) {
      createInterface(stream).on("line", (line) => {
        this.log.push(line);
        this.#lines.emit("line");
      });
    }
    this.#process.on("exit", (code, signal) => {
      api.fail(new Error(`the instance has ended (${signal ?? code}):\n${this.log.slice(-5).join("\n")}`));
    });
  }

  get pid(): number {
    return this.#process.pid!;
  }

  get isAlive(): boolean {
    return this.#process.exitCode === null && this.#process.signalCode === null;
  }

  /** The first line that matches, once it is there: the log takes another way than the answer and may come later. */
  async logged(pattern: RegExp): Promise<string> {
    let found: string | undefined;
    while ((found = this.log.find((line) => pattern.test(line))) === undefined) {
      await within(`a log line like ${pattern}`, once(this.#lines, "line"));
    }
    return found;
  }

  /** Resolves when everything that the last invocation set going is done. */
  free(): Promise<void> {
    return this.#api.free();
  }

  /** @param event as JSON; the instance must be free */
  invoke(event: string): Promise<FunctionAnswer> {
    const timer = setTimeout(() => this.#process.kill("SIGKILL"), this.#timeoutMs);
    const answer = this.#api.invoke(event, this.#timeoutMs);
    const stopTimer = (): void => clearTimeout(timer);
    this.free().then(stopTimer, stopTimer);
    return answer;
  }

  async stop(): Promise<void> {
    if (this.isAlive) {
      const exited = once(this.#process, "exit");
      this.#process.kill("SIGKILL");
      await exited;
    }
    await this.#api.close();
  }
}

function asUrl(script: string): string {
  return `data:text/javascript;base64,${Buffer.from(script).toString("base64")}`;
}

/** As the `bootstrap` of AWS's Node runtimes starts Node: a tenth of the memory for what is new, the rest for what stays. */
function heapBounds(memoryMb: number): string[] {
  const newMb = Math.floor(memoryMb / 10);
  return [`--max-semi-space-size=${Math.floor(newMb / 2)}`, `--max-old-space-size=${memoryMb - newMb}`];
}

// https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html#configuration-envvars-runtime
function lambdaEnvironment(bundle: string, memoryMb: number): Record<string, string> {
  return {
    _HANDLER: `${basename(bundle, ".mjs")}.handler`,
    LAMBDA_TASK_ROOT: dirname(bundle),
    AWS_LAMBDA_FUNCTION_NAME: "codex-proxy",
    AWS_LAMBDA_FUNCTION_VERSION: "1",
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(memoryMb),
    AWS_LAMBDA_LOG_GROUP_NAME: "/aws/lambda/codex-proxy",
    AWS_LAMBDA_LOG_STREAM_NAME: "local",
    AWS_REGION: "us-east-1",
    AWS_ACCESS_KEY_ID: "fake",
    AWS_SECRET_ACCESS_KEY: "fake",
    AWS_SESSION_TOKEN: "fake",
    TZ: ":UTC",
  };
}
