import * as http from "node:http";
import type { TestContext } from "node:test";
import { bodyOf } from "../../lambda/domain/incoming-body.ts";
import { Refusal } from "../../lambda/domain/refusal.ts";
import {
  type UpstreamAnswer,
  UpstreamClient,
  type UpstreamOptions,
  type UpstreamRequest,
} from "../../lambda/steps/upstream-client.ts";
import { startLocalServer } from "../fakes/local-server.ts";
import { within } from "../fakes/within.ts";

/** A server in the place of OpenAI that counts, and the clients of it. */
export interface Upstream {
  connections: number;
  requests: number;
  closeIdle(): void;
  client(options?: Partial<UpstreamOptions>): UpstreamClient;
}

export async function startUpstream(t: TestContext, answer: http.RequestListener): Promise<Upstream> {
  const server = http.createServer((request, response) => {
    upstream.requests++;
    request.resume();
    answer(request, response);
  });
  const upstream: Upstream = {
    connections: 0,
    requests: 0,
    closeIdle: () => server.closeIdleConnections(),
    client: (options) => new UpstreamClient({ url, now: Date.now, ...options }),
  };
  server.on("connection", () => upstream.connections++);
  const { url, close } = await startLocalServer(server);
  t.after(close);
  return upstream;
}

export function send(
  client: UpstreamClient,
  request: Partial<UpstreamRequest> = {},
): Promise<UpstreamAnswer | Refusal> {
  return within(
    "an answer",
    client.send({
      method: "POST",
      path: "/v1/responses",
      headers: {},
      body: bodyOf(Buffer.from("{}")),
      deadlineMs: Infinity,
      onGone() {},
      onSent() {},
      ...request,
    }),
  );
}

export async function ask(
  client: UpstreamClient,
  request: Partial<UpstreamRequest> = {},
): Promise<number | string> {
  const answer = await send(client, request);
  if (answer instanceof Refusal) return answer.reason.code;
  const ending = await within(
    "the end of the answer",
    answer.receive(() => true),
  );
  return ending.kind === "whole" ? answer.status : ending.kind;
}

/** An answer that has begun and goes on; `closed` when the client has let go of it. */
export async function startEndless(t: TestContext): Promise<{
  upstream: Upstream;
  response: Promise<http.ServerResponse>;
  closed: Promise<void>;
}> {
  const begun = Promise.withResolvers<http.ServerResponse>();
  const closed = Promise.withResolvers<void>();
  const upstream = await startUpstream(t, (_request, response) => {
    response.on("close", closed.resolve);
    response.write("data: 1\n\n");
    begun.resolve(response);
  });
  return { upstream, response: begun.promise, closed: closed.promise };
}
