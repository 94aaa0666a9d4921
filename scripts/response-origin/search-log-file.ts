import { createReadStream } from "node:fs";
import { createInterface } from "node:readline";
import { JobError } from "../cli/run-command.ts";
import type { LoggedRefusals } from "./logged-refusals.ts";

/** @param file a log group's export, or a server's log; - for standard input */
export async function searchLogFile(file: string, refusals: LoggedRefusals): Promise<void> {
  try {
    const input = file === "-" ? process.stdin : createReadStream(file);
    for await (const line of createInterface({ input })) refusals.add(line);
  } catch (cause) {
    throw new JobError(`the log ${file} can't be read (${String((cause as NodeJS.ErrnoException).code)})`, {
      cause,
    });
  }
}
