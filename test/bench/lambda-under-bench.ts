import { mallocEnvironment } from "../../infra/malloc-environment.ts";
import { LambdaInstance } from "../runtime/lambda-instance.ts";

/** The memory that the function is deployed with by default: what is measured must be measured within it. */
export const memoryMb = 256;

/** One instance of the bundle, whose AWS and OpenAI are stand-ins. */
export function startInstance(
  bundle: string,
  upstream: URL,
  aws: URL,
  secretScan = "off",
): Promise<LambdaInstance> {
  return LambdaInstance.start({
    bundle,
    memoryMb,
    env: {
      ...mallocEnvironment,
      TOKENS_TABLE: "tokens",
      USAGE_TABLE: "usage",
      LOGS_BUCKET: "logs",
      OPENAI_SECRET_ID: "secret",
      SECRET_SCAN: secretScan,
      UPSTREAM_URL: upstream.origin,
      AWS_ENDPOINT_URL: aws.origin,
      AWS_ENDPOINT_URL_S3: aws.origin,
    },
  });
}
