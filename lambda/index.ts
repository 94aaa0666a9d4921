import { tmpdir } from "node:os";
import { join } from "node:path";
import { setFlagsFromString } from "node:v8";
import { composeProxy, logSurprise } from "./compose-proxy.ts";
import { readLambdaConfig } from "./config.ts";
import { type LambdaStreaming, createFunctionUrlHandler } from "./hosts/function-url.ts";
import { createAwsStores } from "./stores/aws/aws-stores.ts";

/** The composition root of the function: everything is made once per instance, here, and handed over. */

declare const awslambda: LambdaStreaming;

// The young generation stays at its first megabyte, so that the chunks of an answer are given back soon after they have
// gone out: 30 MB less at the most (docs/performance.md). AWS's bootstrap gives flags of its own on the
// command line, which take precedence over NODE_OPTIONS. https://nodejs.org/api/v8.html#v8setflagsfromstringflags
setFlagsFromString("--semi-space-growth-factor=1");

// Without these the runtime client ends the process, and with it the stream of a developer who did nothing wrong.
process.on("unhandledRejection", logSurprise);
process.on("uncaughtException", logSurprise);

const config = readLambdaConfig(process.env);
const proxy = composeProxy(
  createAwsStores(config, join(tmpdir(), "codex-proxy-spool"), Date.now),
  config,
  Date.now,
);

export const handler = createFunctionUrlHandler(proxy, awslambda, Date.now);
