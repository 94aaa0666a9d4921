import { execFileSync } from "node:child_process";

/** Sets the cores that all threads of a process may run on, as a list: https://man7.org/linux/man-pages/man1/taskset.1.html */
export type SetCores = (pid: number, cores: string) => void;

const setCores: SetCores = (pid, cores) =>
  void execFileSync("taskset", ["--all-tasks", "--cpu-list", "--pid", cores, String(pid)], {
    stdio: ["ignore", "ignore", "pipe"],
  });

/**
 * Keeps what is measured on the first core and what loads it on the others, as where the targets were set: processes
 * that drive each other from their cores' caches cost more, by how much depends on the run.
 * @returns what undoes it for this process, of which all that are started later would have the cores
 */
export function keepApart(
  pids: { measured: readonly number[]; loading: readonly number[] },
  cores: number,
  say: (line: string) => void,
  set = setCores,
): () => void {
  if (cores < 2) return () => {};
  try {
    for (const pid of pids.measured) set(pid, "0");
    for (const pid of pids.loading) set(pid, `1-${cores - 1}`);
  } catch (error) {
    const [why] = (error instanceof Error ? error.message : String(error)).split("\n");
    say(`processes may run on any core (${why}): figures vary more`);
  }
  return () => {
    try {
      set(process.pid, `0-${cores - 1}`);
    } catch {
      // Then it could not be set before either, and that has been said.
    }
  };
}
