import { type InspectSettings, scanModeOf, scanModes } from "./domain/inspect-settings.ts";
import { ConfigError } from "./domain/config-error.ts";

/**
 * The variables of the function's environment that a deployment sets; the compiler sees to it that it sets each of
 * them. `SECRET_SCAN_KEY` is none of them: many may read a template.
 */
export type EnvironmentName =
  | "TOKENS_TABLE"
  | "USAGE_TABLE"
  | "LOGS_BUCKET"
  | "OPENAI_SECRET_ID"
  | "UPSTREAM_URL"
  | "LOG_BODIES"
  | "IN_FLIGHT_RECORDS"
  | "SECRET_SCAN"
  | "SECRET_SCAN_ALLOW"
  | "SECRET_SCAN_GENERIC"
  | "SECRET_SCAN_MARKER";

/** What the function is told by its environment; the only names it reads besides the AWS SDK's own. */
export interface LambdaConfig {
  tokensTable: string;
  usageTable: string;
  logsBucket: string;
  openaiSecretId: string;
  upstreamUrl: URL;
  logBodies: "full" | "metadata";
  functionName: string;
  secrets: InspectSettings;
  inFlightRecords: boolean;
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
    secrets: secretSettings(env, problems),
    inFlightRecords: oneOf("IN_FLIGHT_RECORDS", ["on", "off"], "on") === "on",
  };
  if (problems.length > 0) throw new ConfigError(`${problems.join("; ")}.`);
  return config;
}

/**
 * `SECRET_SCAN`, and optionally `SECRET_SCAN_ALLOW` (fingerprints, separated by commas), `SECRET_SCAN_KEY`,
 * `SECRET_SCAN_GENERIC` and `SECRET_SCAN_MARKER` (on or off).
 * @throws ConfigError with every problem at once
 */
export function readSecretSettings(env: NodeJS.ProcessEnv): InspectSettings {
  const problems: string[] = [];
  const settings = secretSettings(env, problems);
  if (problems.length > 0) throw new ConfigError(`${problems.join("; ")}.`);
  return settings;
}

function secretSettings(env: NodeJS.ProcessEnv, problems: string[]): InspectSettings {
  const value = env["SECRET_SCAN"] ?? "flag";
  const mode = scanModeOf(value);
  if (mode === undefined) problems.push(`SECRET_SCAN is "${value}": expected ${scanModes.join(", ")}`);
  const allowed = (env["SECRET_SCAN_ALLOW"] ?? "")
    .split(",")
    .map((entry) => entry.trim())
    .filter((entry) => entry !== "");
  const wrong = allowed.filter((entry) => !/^[0-9a-f]{10}$/.test(entry));
  if (wrong.length > 0) {
    problems.push(
      "SECRET_SCAN_ALLOW is not usable: expected entries of 10 hex digits, as scan-secrets -- allow prints",
    );
  }
  const isOn = (name: EnvironmentName, fallback: "on" | "off"): boolean => {
    const switched = env[name] ?? fallback;
    if (switched !== "on" && switched !== "off") problems.push(`${name} is "${switched}": expected on, off`);
    return switched === "on";
  };
  const key = env["SECRET_SCAN_KEY"];
  return {
    mode: mode ?? "block",
    allowed: new Set(allowed),
    genericActs: isOn("SECRET_SCAN_GENERIC", "off"),
    honoursMarker: isOn("SECRET_SCAN_MARKER", "on"),
    ...(key && { fingerprintKey: key }),
  };
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
