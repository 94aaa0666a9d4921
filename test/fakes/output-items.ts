/** What a model can put out in one turn, in the shapes that Codex 0.169 was seen to take. */
export type OutputItem = Record<string, unknown> & { id: string; type: string };

let made = 0;
const nextId = (prefix: string): string => `${prefix}_fake_${String(++made).padStart(6, "0")}`;

export function message(text: string): OutputItem {
  const part = { type: "output_text", annotations: [], logprobs: [], text };
  return { id: nextId("msg"), type: "message", status: "completed", content: [part], role: "assistant" };
}

export function reasoning(): OutputItem {
  return {
    id: nextId("rs"),
    type: "reasoning",
    summary: [],
    encrypted_content: "gAAAAABfakeEncryptedReasoning==",
  };
}

/** The tool of gpt-5.5 and of every model that Codex does not know. */
export function execCommandCall(command: string): OutputItem {
  return {
    id: nextId("fc"),
    type: "function_call",
    status: "completed",
    arguments: JSON.stringify({ cmd: command }),
    call_id: nextId("call"),
    name: "exec_command",
  };
}

/** The tool of the "lite" models, gpt-6.1-sol among them: JavaScript that calls the other tools. */
export function codeModeCall(command: string): OutputItem {
  return {
    id: nextId("ctc"),
    type: "custom_tool_call",
    status: "completed",
    call_id: nextId("call"),
    name: "exec",
    namespace: "functions",
    input: `const r = await tools.exec_command({cmd: ${JSON.stringify(command)}}); text(r.output);`,
  };
}
