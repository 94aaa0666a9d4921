import { readFileSync, readdirSync } from "node:fs";

/** Linux counts in hundredths of a second: https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html */
const ticksPerSecond = 100;

/**
 * Processor time that a process has used so far, from the operating system. The sum over its threads is exact but
 * forgets those that have ended; the process's own account has them, in hundredths of a second.
 */
export function cpuSecondsOf(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, "latin1").split(") ")[1]!.split(" ");
  const accounted = (Number(fields[11]) + Number(fields[12])) / ticksPerSecond;
  return Math.max(accounted, secondsOfThreads(pid));
}

/** https://docs.kernel.org/scheduler/sched-stats.html; a kernel built without it has no such file. */
function secondsOfThreads(pid: number): number {
  try {
    const nanoseconds = readdirSync(`/proc/${pid}/task`).map((thread) =>
      Number(readFileSync(`/proc/${pid}/task/${thread}/schedstat`, "latin1").split(" ")[0]),
    );
    return nanoseconds.reduce((sum, each) => sum + each, 0) / 1e9;
  } catch {
    return 0;
  }
}

/** The memory that a process holds, and the most that it has held at once. */
export function memoryOf(pid: number): { nowBytes: number; peakBytes: number } {
  const status = readFileSync(`/proc/${pid}/status`, "latin1");
  const bytes = (name: string): number =>
    Number(new RegExp(`${name}:\\s+(\\d+) kB`).exec(status)?.[1] ?? 0) * 1024;
  return { nowBytes: bytes("VmRSS"), peakBytes: bytes("VmHWM") };
}
