/** By which the process that took the place of the first one knows itself; it also keeps SIGUSR1 from opening a debugger. */
const mark = "--disable-sigusr1";

/**
 * For strict mode, where whoever reads this process's memory has the key: starts it anew in its own place, before the
 * key is read, without what could load code into it (`LD_PRELOAD`, `NODE_OPTIONS`), without core dumps, and without a
 * debugger that any process of the same user could open by a signal. The same process id, the same standard input.
 * OpenAI's own proxy does the same and makes itself unreadable besides, for which Node has no call:
 * https://github.com/openai/codex/blob/main/codex-rs/process-hardening/src/lib.rs
 */
export function hardenProcess(): void {
  process.title = "codex-proxy";
  // Absent on Windows, and before Node 22.15: https://nodejs.org/api/process.html#processexecvefile-args-env
  if (process.execArgv.includes(mark) || typeof process.execve !== "function") return;
  const command = [process.execPath, ...process.execArgv, mark, ...process.argv.slice(1)];
  process.execve(
    "/bin/sh",
    ["sh", "-c", 'ulimit -c 0; exec "$@"', "sh", ...command],
    hardenedEnvironment(process.env),
  );
}

export function hardenedEnvironment(env: NodeJS.ProcessEnv): Record<string, string> {
  const kept: Record<string, string> = {};
  for (const [name, value] of Object.entries(env)) {
    if (value !== undefined && !/^(LD_|DYLD_|NODE_|OPENAI_API_KEY$)/.test(name)) kept[name] = value;
  }
  return kept;
}
