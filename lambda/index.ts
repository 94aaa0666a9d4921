import { tmpdir } from "node:os";
import { join } from "node:path";
import { composeProxy, logSurprise } from "./compose-proxy.ts";
import { readLambdaConfig } from "./config.ts";
import { type LambdaStreaming, createFunctionUrlHandler } from "./hosts/function-url.ts";
import { createAwsStores } from "./stores/aws/aws-stores.ts";

/** The composition root of the function: everything is made once per instance, here, and handed over. */

declare const awslambda: LambdaStreaming;

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
