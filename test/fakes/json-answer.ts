import type { Behaviour } from "./fake-openai.ts";
import { openAiHeaders } from "./openai-headers.ts";

/** Any JSON, with any status. */
export function jsonAnswer(
  body: object,
  options: { status?: number; headers?: Record<string, string> } = {},
): Behaviour {
  const { status = 200, headers = {} } = options;
  return (_request, response) => {
    response.writeHead(status, { ...openAiHeaders(), "content-type": "application/json", ...headers });
    response.end(JSON.stringify(body, null, 2));
  };
}

/** An error in OpenAI's own shape. */
export function errorAnswer(
  status: number,
  error: { message: string; type: string; code: string | null },
): Behaviour {
  return jsonAnswer({ error: { ...error, param: null } }, { status });
}
