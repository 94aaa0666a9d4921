import type { LambdaFunctionURLEvent } from "aws-lambda";
import { giveBack } from "../domain/give-back.ts";
import type { Headers } from "../domain/headers.ts";
import { bodyOf } from "../domain/incoming-body.ts";
import { limits } from "../domain/limits.ts";
import type { ProxyRequest, Reply, ReplyBody } from "../exchange.ts";
import type { Proxy } from "../proxy.ts";

/** AWS's own streaming interface, a global of the Lambda runtime. It is no `Writable`, but has what `ReplyBody` asks for. */
export interface LambdaStreaming {
  streamifyResponse<Event, Context>(
    handler: (event: Event, stream: ReplyBody, context: Context) => Promise<void>,
  ): unknown;
  HttpResponseStream: {
    from(stream: ReplyBody, prelude: { statusCode: number; headers: Headers }): ReplyBody;
  };
}

interface InvocationContext {
  getRemainingTimeInMillis(): number;
}

/**
 * The proxy behind a Function URL with response streaming. What shapes this file was measured against AWS's runtime
 * client: the prelude goes out with the first write and not without one, `destroy()` and `pipeline()` kill the process,
 * and the invocation lasts until the promise settles, long after the caller has been let go by `end()`.
 */
export function createFunctionUrlHandler(
  proxy: Proxy,
  streaming: LambdaStreaming,
  now: () => number,
): unknown {
  return streaming.streamifyResponse<LambdaFunctionURLEvent, InvocationContext>(
    async (event, stream, context) => {
      const deadlineMs = now() + context.getRemainingTimeInMillis() - limits.recordingReserveMs;
      await proxy(requestOf(event, deadlineMs), replyTo(stream, streaming));
    },
  );
}

function requestOf(event: LambdaFunctionURLEvent, deadlineMs: number): ProxyRequest {
  return {
    method: event.requestContext.http.method,
    path: event.rawPath,
    query: event.rawQueryString,
    headers: event.headers as Headers,
    source: event.requestContext.http.sourceIp,
    deadlineMs,
    readBody: async (known) => {
      const whole = Buffer.from(event.body ?? "", event.isBase64Encoded ? "base64" : "utf8");
      // The event lives as long as the invocation, and its text may have six megabytes.
      delete event.body;
      const body = bodyOf(whole, known);
      giveBack(whole);
      return body;
    },
  };
}

function replyTo(stream: ReplyBody, streaming: LambdaStreaming): Reply {
  const reply = {
    body: undefined as ReplyBody | undefined,
    open(status: number, headers: Headers): ReplyBody {
      const prelude = { statusCode: status, headers: withoutFrontHeaders(headers) };
      reply.body = neverEmpty(streaming.HttpResponseStream.from(stream, prelude));
      return reply.body;
    },
    // https://github.com/aws/aws-lambda-nodejs-runtime-interface-client/issues/145: a function is never told.
    onGone() {},
  };
  return reply;
}

/** The front sets these itself, and would send ours on under another name. */
function withoutFrontHeaders({ date: _date, "content-length": _length, ...headers }: Headers): Headers {
  return headers;
}

/**
 * Without a write there is no prelude, and an empty answer has been seen to hang until the function's timeout: it gets
 * one line end. https://github.com/aws/aws-lambda-nodejs-runtime-interface-client/issues/95
 */
function neverEmpty(stream: ReplyBody): ReplyBody {
  let isEmpty = true;
  return {
    write(chunk) {
      if (chunk.length === 0) return true;
      isEmpty = false;
      return stream.write(chunk);
    },
    once: (event, listener) => stream.once(event, listener),
    end() {
      if (isEmpty) stream.write(Buffer.from("\n"));
      stream.end();
    },
  };
}
