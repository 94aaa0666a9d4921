import { readSync } from "node:fs";
import { limits } from "../../lambda/domain/limits.ts";
import { keyShape } from "../../lambda/stores/key-store.ts";
import { JobError } from "./run-command.ts";

const expected = "one line of letters, digits, - and _, such as sk-...";

/** Takes the key out of the environment, so that neither a child process nor a crash report finds it there. */
export function takeKeyFromEnvironment(env: NodeJS.ProcessEnv): string | undefined {
  const key = env["OPENAI_API_KEY"];
  delete env["OPENAI_API_KEY"];
  return key === undefined || key === "" ? undefined : checkedKey(key, "OPENAI_API_KEY");
}

/**
 * The first line of standard input, ended by a line feed or by its end, however small the pieces in which it comes.
 * Read without a stream, whose buffers nobody could overwrite: into one buffer, which is zeroed. The one string that
 * is made of it stays, since Node takes a header as nothing else.
 * @throws JobError where it is no key; the message never holds what was read
 */
export function readKey(fd: number): string {
  const buffer = Buffer.alloc(limits.maxKeyBytes + 1);
  let length = 0;
  try {
    while (length < buffer.length) {
      const read = readSome(fd, buffer.subarray(length));
      const end = buffer.indexOf("\n", length);
      length = end === -1 ? length + read : end;
      if (end !== -1 || read === 0) break;
    }
    if (length > limits.maxKeyBytes) {
      throw new JobError(
        `the key on standard input is longer than ${limits.maxKeyBytes} bytes: expected ${expected}`,
      );
    }
    if (buffer[length - 1] === carriageReturn) length--;
    return checkedKey(buffer.toString("latin1", 0, length), "the key on standard input");
  } finally {
    buffer.fill(0);
  }
}

/** The key as a person types it; the terminal hands it over piece by piece. */
export async function typedKey(pieces: AsyncIterable<Buffer>): Promise<string> {
  const typed = Buffer.concat(await Array.fromAsync(pieces)).toString("latin1");
  return checkedKey(typed.split(/[\r\n]/, 1)[0] ?? "", "what was typed");
}

const carriageReturn = 13;

/** Blocks until something is there. Standard input can be one that does not block, if whoever started us made it so. */
function readSome(fd: number, into: Buffer): number {
  while (true) {
    try {
      return readSync(fd, into);
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code === "EOF") return 0;
      if (code !== "EAGAIN") throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 10);
    }
  }
}

function checkedKey(key: string, name: string): string {
  if (key === "") throw new JobError(`${name} is empty: expected ${expected}`);
  if (!keyShape.test(key))
    throw new JobError(`${name} is not usable: expected ${expected}, and nothing else`);
  return key;
}
