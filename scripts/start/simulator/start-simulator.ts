import * as http from "node:http";
import type { AddressInfo } from "node:net";
import { answerChatCompletion } from "./chat-completions.ts";
import { answerCompaction, answerResponse } from "./responses.ts";
import { answerModel, answerModels } from "./models.ts";
import { sendError } from "./send.ts";

/**
 * A stand-in for OpenAI on this machine, so that the whole way can be tried without a key: plausible answers, streams
 * and usage, marked by a header. It is a server like any other upstream; the proxy knows no difference.
 * @returns its address
 */
export function startSimulator(): Promise<URL> {
  const server = http.createServer((request, response) => {
    response.setHeader("x-codex-proxy-upstream", "simulator");
    void readBody(request).then((body) => answer(request, body, response));
  });
  // It lives as long as the proxy in front of it, and must not keep a start that failed from ending.
  server.unref();
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      resolve(new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}`));
    });
  });
}

function answer(
  request: http.IncomingMessage,
  body: string,
  response: http.ServerResponse,
): void | Promise<void> {
  const path = (request.url ?? "").split("?")[0] ?? "";
  if (request.method === "GET" && path === "/v1/models") return answerModels(response);
  if (request.method === "GET") return answerModel(path.slice("/v1/models/".length), response);
  const asked = parse(body);
  if (asked === undefined)
    return sendError(response, 400, "We could not parse the JSON body of your request.");
  if (typeof asked["model"] !== "string")
    return sendError(response, 400, "you must provide a model parameter");
  const model = asked["model"];
  switch (path) {
    case "/v1/responses":
      return answerResponse(asked, model, body, response);
    case "/v1/responses/compact":
      return answerCompaction(body, response);
    default:
      return answerChatCompletion(asked, model, body, response);
  }
}

async function readBody(request: http.IncomingMessage): Promise<string> {
  const chunks = await Array.fromAsync(request as AsyncIterable<Buffer>);
  return Buffer.concat(chunks).toString("utf8");
}

function parse(body: string): Record<string, unknown> | undefined {
  try {
    const value = JSON.parse(body) as unknown;
    return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}
