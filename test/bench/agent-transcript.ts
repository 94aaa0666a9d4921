import { readFileSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";

/** The files below a folder that `accept` takes, in the order of their paths. */
export function filesBelow(folder: string, accept: (path: string) => boolean): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && accept(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}

/** A clean body as Codex sends it: a conversation that reads source files, each as the output of a tool, in JSON in JSON. */
export function agentTranscript(folder: string, bytes: number): Buffer {
  const sources = filesBelow(
    folder,
    (name) => /\.(?:[cm]?[jt]s|json|md)$/.test(name) && !/\.min\./.test(name),
  ).filter((path) => statSync(path).size > 1_500 && statSync(path).size < 40_000);
  const input: object[] = [];
  const step = Math.max(1, Math.floor(sources.length / (bytes / 7_000)));
  let length = 0;
  for (let at = 0; at < sources.length && length < bytes; at += step) {
    const output = JSON.stringify({
      output: readFileSync(sources[at]!, "utf8").slice(0, 12_000),
      metadata: { exit_code: 0 },
    });
    const args = JSON.stringify({ command: ["bash", "-lc", `sed -n 1,200p ${sources[at]}`] });
    input.push(
      { type: "message", role: "assistant", content: [{ type: "output_text", text: `I read file ${at}.` }] },
      { type: "function_call", name: "shell", arguments: args, call_id: `call_${at}` },
      { type: "function_call_output", call_id: `call_${at}`, output },
    );
    length += 1.1 * output.length;
  }
  return Buffer.from(JSON.stringify({ model: "gpt-5.5", instructions: "You are a coding agent.", input }));
}

/** The same with screenshots. */
export function transcriptWithImages(transcript: Buffer, bytes: number): Buffer {
  const { input, ...rest } = JSON.parse(transcript.toString()) as { input: object[] };
  const few = input.slice(0, Math.floor(input.length / 5));
  const image = Buffer.alloc(bytes / 4, "iVBORw0KGgoAAAANSUhEUgAABAAAAAQACAYAAAB/Hd8f9Qk+xYz12").toString(
    "latin1",
  );
  const images = Array.from({ length: 4 }, () => ({
    type: "input_image",
    image_url: `data:image/png;base64,${image}`,
  }));
  return Buffer.from(JSON.stringify({ ...rest, input: [...few, ...images] })).subarray(0, bytes);
}
