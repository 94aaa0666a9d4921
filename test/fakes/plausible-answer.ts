import { chatCompletion, chatCompletionStream } from "./chat-completion.ts";
import type { Behaviour } from "./fake-openai.ts";
import { errorAnswer, jsonAnswer } from "./json-answer.ts";
import { message } from "./output-items.ts";
import type { RecordedRequest } from "./recorded-request.ts";
import { responsesObject } from "./responses-object.ts";
import { responsesStream } from "./responses-stream.ts";
import { streamAnswer } from "./stream-answer.ts";

const greeting = "Hello from the fake OpenAI, Grüße 🌍.";

/** What OpenAI would answer on a good day, on each of the routes that the proxy offers. */
export const plausibleAnswer: Behaviour = (request, response) => behaviourFor(request)(request, response);

function behaviourFor(request: RecordedRequest): Behaviour {
  const path = request.url.split("?")[0];
  const { model, stream, includeUsage } = wishesOf(request.body);
  switch (`${request.method} ${path}`) {
    case "POST /v1/responses":
      return stream
        ? streamAnswer(responsesStream({ model, output: [message(greeting)] }))
        : jsonAnswer(responsesObject({ model, output: [message(greeting)] }));
    case "POST /v1/responses/compact":
      return jsonAnswer({
        ...responsesObject({ model, output: [message(greeting)] }),
        object: "response.compaction",
      });
    case "POST /v1/chat/completions":
      return stream
        ? streamAnswer(chatCompletionStream(greeting, model, includeUsage))
        : jsonAnswer(chatCompletion(greeting, model));
    case "GET /v1/models":
      return jsonAnswer({ object: "list", data: ["gpt-5.5", "gpt-6.1-sol"].map(modelObject) });
    default:
      return path?.startsWith("/v1/models/")
        ? jsonAnswer(modelObject(path.slice("/v1/models/".length)))
        : errorAnswer(404, {
            message: "Unknown request URL.",
            type: "invalid_request_error",
            code: "unknown_url",
          });
  }
}

function modelObject(id: string): object {
  return { id, object: "model", created: 1_795_000_000, owned_by: "openai" };
}

function wishesOf(body: Buffer): { model: string; stream: boolean; includeUsage: boolean } {
  const { model = "gpt-5.5", stream = false, stream_options } = parsed(body);
  return { model, stream, includeUsage: stream_options?.include_usage === true };
}

interface Wishes {
  model?: string;
  stream?: boolean;
  stream_options?: { include_usage?: boolean };
}

function parsed(body: Buffer): Wishes {
  try {
    return JSON.parse(body.toString("utf8")) as Wishes;
  } catch {
    return {};
  }
}
