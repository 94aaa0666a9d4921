import { mkdtempSync, statfsSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const neededBytes = 4 * 1024 * 1024 * 1024;

/**
 * A folder in memory, where there is one with room. What a disk does is no measure of the proxy: to make a file takes
 * ext4 some twenty microseconds, and ten times that in the minutes after many were deleted, since it looks at each of
 * their inodes. https://elixir.bootlin.com/linux/v6.12/source/fs/ext4/ialloc.c#L651
 */
export function makeDataFolder(inMemory = "/dev/shm"): string {
  return mkdtempSync(join(hasRoom(inMemory) ? inMemory : tmpdir(), "codex-proxy-bench-"));
}

function hasRoom(folder: string): boolean {
  try {
    const { bavail, bsize } = statfsSync(folder);
    return bavail * bsize > neededBytes;
  } catch {
    return false;
  }
}
