import { ConfigError } from "./domain/config-error.ts";

/** The variables of the function's environment; the deployment sets each of them, and the compiler sees to that. */
export type EnvironmentName =
  | "TOKENS_TABLE"
  | "USAGE_TABLE"
  | "LOGS_BUCKET"
  | "OPENAI_SECRET_ID"
  | "UPSTREAM_URL"
  | "LOG_BODIES"
  | "SECRET_SCAN";

/** What the function is told by its environment; the only names it reads besides the AWS SDK's own. */
export interface LambdaConfig {
  tokensTable: string;
  usageTable: string;
  logsBucket: string;
  openaiSecretId: string;
  upstreamUrl: URL;
  logBodies: "full" | "metadata";
  functionName: string;
}

export const defaultUpstreamUrl = "https://api.openai.com";

/** @throws ConfigError with every problem at once, so that a deployment is mended in one go */
export function readLambdaConfig(env: NodeJS.ProcessEnv): LambdaConfig {
  const problems: string[] = [];
  const required = (name: EnvironmentName, what: string): string => {
    const value = env[name]?.trim() ?? "";
    if (value === "") problems.push(`${name} is missing: expected ${what}`);
    return value;
  };
  const oneOf = <const T extends string>(name: EnvironmentName, values: readonly T[], fallback: T): T => {
    const value = env[name] ?? fallback;
    const found = values.find((candidate) => candidate === value);
    if (found === undefined) problems.push(`${name} is "${value}": expected ${values.join(", ")}`);
    return found ?? fallback;
  };
  const config: LambdaConfig = {
    tokensTable: required("TOKENS_TABLE", "the name of the DynamoDB table of proxy tokens"),
    usageTable: required("USAGE_TABLE", "the name of the DynamoDB table of the usage ledger"),
    logsBucket: required("LOGS_BUCKET", "the name of the S3 bucket of the archive"),
    openaiSecretId: required("OPENAI_SECRET_ID", "the name or ARN of the secret that holds the OpenAI key"),
    upstreamUrl: readUpstreamUrl("UPSTREAM_URL", env["UPSTREAM_URL"] ?? defaultUpstreamUrl, problems),
    logBodies: oneOf("LOG_BODIES", ["full", "metadata"], "full"),
    functionName: env["AWS_LAMBDA_FUNCTION_NAME"] ?? "codex-proxy",
  };
  if (problems.length > 0) throw new ConfigError(`${problems.join("; ")}.`);
  return config;
}

/** An http(s) origin, with a path where the upstream has one; anything else adds a problem and yields the default. */
export function readUpstreamUrl(name: string, value: string, problems: string[]): URL {
  const url = URL.canParse(value) ? new URL(value) : undefined;
  const isPlain =
    url !== undefined && url.username === "" && url.password === "" && url.search === "" && url.hash === "";
  if (isPlain && (url.protocol === "https:" || url.protocol === "http:")) return url;
  problems.push(
    `${name} is not usable: expected an address like ${defaultUpstreamUrl}, without a user, query or fragment`,
  );
  return new URL(defaultUpstreamUrl);
}
