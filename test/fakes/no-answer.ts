import type { Behaviour } from "./fake-openai.ts";
import { openAiHeaders } from "./openai-headers.ts";

/** Takes the request and says nothing, ever. */
export const staySilent: Behaviour = () => {};

/** Breaks the connection before a byte of the answer. */
export const dieAtOnce: Behaviour = (_request, response) => {
  response.destroy();
};

/** Status and headers of a stream, and then its end: not one byte of a body. */
export const sayNothing: Behaviour = (_request, response) => {
  response.writeHead(200, { ...openAiHeaders(), "content-type": "text/event-stream; charset=utf-8" });
  response.end();
};

/** Promises more of a JSON answer than it sends. */
export const dieInsideJson: Behaviour = (_request, response) => {
  response.writeHead(200, {
    ...openAiHeaders(),
    "content-type": "application/json",
    "content-length": "1000",
  });
  response.write('{"id":"resp_', () => response.destroy());
};
