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
 * The first line of a stream, ended by a line feed or by the stream's end; however small the pieces in which it comes.
 * @throws JobError where it is no key; the message never holds what was read
 */
export async function readKey(input: AsyncIterable<Buffer>): Promise<string> {
  const buffer = Buffer.alloc(limits.maxKeyBytes);
  let length = 0;
  try {
    for await (const chunk of input) {
      const end = chunk.indexOf("\n");
      const line = end === -1 ? chunk : chunk.subarray(0, end);
      if (length + line.length > buffer.length) {
        throw new JobError(
          `the key on standard input is longer than ${buffer.length} bytes: expected ${expected}`,
        );
      }
      length += line.copy(buffer, length);
      if (end !== -1) break;
    }
    return checkedKey(buffer.toString("latin1", 0, length).replace(/\r$/, ""), "the key on standard input");
  } finally {
    buffer.fill(0);
  }
}

function checkedKey(key: string, name: string): string {
  if (key === "") throw new JobError(`${name} is empty: expected ${expected}`);
  if (!keyShape.test(key))
    throw new JobError(`${name} is not usable: expected ${expected}, and nothing else`);
  return key;
}
