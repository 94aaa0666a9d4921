import { readFileSync } from "node:fs";

/** A body like Codex's: JSON whose strings are source code. */
export function agentBody(bytes: number, model = "gpt-5.5"): Buffer {
  const source = readFileSync(new URL("../../lambda/steps/upstream-client.ts", import.meta.url), "utf8");
  const items: object[] = [];
  for (let size = 0, turn = 0; size < bytes; turn++) {
    const output = `turn ${turn}\n${source.slice(0, bytes - size)}`;
    const item = { type: "function_call_output", call_id: `call_${turn}`, output };
    items.push(item);
    size += JSON.stringify(item).length;
  }
  return Buffer.from(JSON.stringify({ model, stream: model !== "gpt-5.5", input: items }));
}
