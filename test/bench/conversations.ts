import { readFileSync } from "node:fs";
import { filesBelow } from "./agent-transcript.ts";
import type { BodyOf } from "./load.ts";

const itemBytes = 8 * 1024;

/**
 * For each worker a conversation of its own, sent whole with every turn and 8 KB longer each time, as Codex does it. It
 * begins anew with each load, so that its first turn is new from beginning to end.
 * @param bytes how long it is at first
 */
export function growingConversations(bytes: number): BodyOf {
  const source = escapedSource();
  const conversations = new Map<number, { id: number; text: string; items: number }>();
  let begun = 0;
  return (worker, turn) => {
    const known = turn === 0 ? undefined : conversations.get(worker);
    const conversation = known ?? {
      id: begun++,
      text: '{"model":"gpt-5.5","stream":false,"input":[',
      items: 0,
    };
    conversations.set(worker, conversation);
    do {
      const { id, items } = conversation;
      if (items > 0) conversation.text += ",";
      conversation.text += itemOf(
        source,
        `conversation ${id}, item ${items}`,
        id * 1_000_003 + items * itemBytes,
      );
      conversation.items++;
    } while (conversation.text.length < bytes);
    return Buffer.from(`${conversation.text}]}`);
  };
}

/** Bodies of which nothing has ever been sent before. */
export function newConversations(bytes: number): BodyOf {
  const begin = growingConversations(bytes);
  return (worker) => begin(worker, 0);
}

function itemOf(source: string, title: string, at: number): string {
  const from = at % (source.length - itemBytes);
  // Not from within an escape.
  const text = source.slice(from, from + itemBytes).replace(/^[^ ]*|\\+$/g, "");
  return `{"type":"function_call_output","call_id":"${title}","output":"${title}\\n${text}"}`;
}

/** This proxy's own source as the inside of a JSON string: far more than a compressor looks back. */
function escapedSource(): string {
  const folder = new URL("../../lambda", import.meta.url).pathname;
  const files = filesBelow(folder, (name) => name.endsWith(".ts"));
  return JSON.stringify(files.map((file) => readFileSync(file, "ascii")).join("\n")).slice(1, -1);
}
