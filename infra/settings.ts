import { RetentionDays } from "aws-cdk-lib/aws-logs";
import type { Construct } from "constructs";
import { z } from "zod";
import { defaultUpstreamUrl, readUpstreamUrl } from "../lambda/config.ts";
import { scanModes } from "../lambda/domain/inspect-settings.ts";
import { defaultStage } from "../lambda/resource-names.ts";

/**
 * What a deployment can be told: `-c name=value` on the command line, or `context` in cdk.json. `expected` is what the
 * error message says, `description` what docs/deploy.md says.
 */
const schema = z.strictObject({
  stage: z
    .string()
    .regex(/^[a-z](?:[a-z0-9]|-(?=[a-z0-9])){0,19}$/)
    .default(defaultStage)
    .meta({
      expected: "1 to 20 lower-case letters, digits and single hyphens, beginning with a letter",
      description: "goes into every name, so that two deployments live side by side in one account",
    }),
  region: z
    .string()
    .regex(/^[a-z]{2}(-[a-z]+)+-\d$/)
    .optional()
    .meta({
      expected: "a region such as eu-central-1",
      description: "where it is deployed; without it, the region of the AWS profile",
    }),
  memoryMb: whole(128, 10_240).default(256).meta({
    expected: "a whole number from 128 to 10240",
    description: "the function's memory, and with it its share of a processor",
  }),
  provisionedConcurrency: whole(0, 1000).default(2).meta({
    expected: "a whole number from 0 to 1000",
    description: "instances kept warm; 0: none, and the first request of an hour starts slowly",
  }),
  maxProvisionedConcurrency: whole(1, 1000).optional().meta({
    expected: "a whole number from 1 to 1000, not below provisionedConcurrency",
    description: "lets the warm instances grow up to this number with their use",
  }),
  reservedConcurrency: whole(1, 10_000).optional().meta({
    expected: "a whole number from 1 to 10000, not below provisionedConcurrency",
    description: "the most requests at one time: a bound on the bill, and a share kept from other functions",
  }),
  logBodies: z.enum(["full", "metadata"]).default("full").meta({
    expected: "full or metadata",
    description: "whether the archive keeps the words, or only who, what and how much",
  }),
  inFlightRecords: z.enum(["on", "off"]).default("on").meta({
    expected: "on or off",
    description: "whether a request that takes longer than a second is archived before it has an answer",
  }),
  secretScan: z
    .enum(scanModes)
    .default("flag")
    .meta({
      expected: scanModes.join(", "),
      description: "what happens to a request in which a secret is found",
    }),
  secretScanAllow: z
    .preprocess(listOf, z.array(z.string().regex(/^[0-9a-f]{10}$/)))
    .default([])
    .meta({
      expected: "entries of 10 hex digits, as npm run scan-secrets -- allow prints, separated by commas",
      description: "fingerprints of values that may pass",
    }),
  secretScanGeneric: z.enum(["on", "off"]).default("off").meta({
    expected: "on or off",
    description: "whether the generic rule acts as strongly as secretScan says; otherwise it only flags",
  }),
  secretScanMarker: z.enum(["on", "off"]).default("on").meta({
    expected: "on or off",
    description: "whether codex-proxy:allow beside a value lets it pass",
  }),
  upstreamUrl: z
    .string()
    .refine(isUpstreamUrl)
    .default(defaultUpstreamUrl)
    .meta({
      expected: `an address like ${defaultUpstreamUrl}`,
      description: "where requests are forwarded to",
    }),
  archiveRetentionDays: whole(0, 36_500).default(90).meta({
    expected: "a whole number of days; 0 keeps everything",
    description: "how long the archive keeps an exchange",
  }),
  objectLockDays: whole(1, 36_500).optional().meta({
    expected:
      "a whole number of days, not above archiveRetentionDays; only for a bucket that is still to be made",
    description: "how long nobody can delete an exchange (governance mode)",
  }),
  logRetentionDays: z
    .preprocess(numberOf, z.literal(retentionDays()))
    .default(RetentionDays.ONE_MONTH)
    .meta({
      expected: `one of ${retentionDays().join(", ")}`,
      description: "how long CloudWatch keeps the function's log",
    }),
  kmsKey: z
    .union([
      z.enum(["none", "create"]),
      z.string().regex(/^arn:aws[a-z-]*:kms:[a-z0-9-]+:\d{12}:key\/[\w-]+$/),
    ])
    .default("none")
    .meta({
      expected: "none, create, or the ARN of a key",
      description: "a customer-managed KMS key for the archive, instead of S3's own encryption",
    }),
  corsOrigins: z
    .preprocess(listOf, z.array(z.string().regex(/^(\*|https?:\/\/[^/\s]+)$/)))
    .default([])
    .meta({
      expected: "origins such as https://chat.example.com, separated by commas",
      description: "web pages that may call the proxy from a browser",
    }),
  alarmEmail: z
    .string()
    .regex(/^[^@\s]+@[^@\s]+\.[^@\s]+$/)
    .optional()
    .meta({
      expected: "an e-mail address; not together with alarmTopicArn",
      description: "who is told of alarms; AWS sends a message first that must be confirmed",
    }),
  alarmTopicArn: z
    .string()
    .regex(/^arn:aws[a-z-]*:sns:[a-z0-9-]+:\d{12}:[\w-]+$/)
    .optional()
    .meta({
      expected: "the ARN of an SNS topic",
      description: "a topic of your own that is told of alarms; its policy must let CloudWatch publish",
    }),
  monthlyBudgetUsd: whole(1, 10_000_000).optional().meta({
    expected: "a whole number of US dollars",
    description: "tells at 80 % and when the forecast exceeds it; it counts the whole account's AWS bill",
  }),
  athenaScanLimitGb: whole(1, 100_000).default(50).meta({
    expected: "a whole number of gigabytes from 1",
    description: "the most that one Athena query may read ($5 per 1,000 GB)",
  }),
  setupSiteFolder: z.string().min(1).optional().meta({
    expected: "a folder with setup.sh and setup-windows.ps1",
    description: "makes the setup site, which serves these scripts with the proxy's address filled in",
  }),
  setupDomain: z
    .string()
    .regex(/^([a-z0-9-]+\.)+[a-z]{2,}$/)
    .optional()
    .meta({
      expected:
        "a host name such as codex-setup.example.com, together with setupCertificateArn and setupSiteFolder",
      description: "the setup site's own name",
    }),
  setupCertificateArn: z
    .string()
    .regex(/^arn:aws[a-z-]*:acm:us-east-1:\d{12}:certificate\/[\w-]+$/)
    .optional()
    .meta({
      expected:
        "the ARN of a certificate in us-east-1, where CloudFront looks for it, together with setupDomain",
      description: "the certificate of setupDomain",
    }),
});

export type Settings = z.infer<typeof schema>;
type SettingName = keyof Settings;

export interface SettingDescription {
  name: SettingName;
  expected: string;
  description: string;
  fallback: unknown;
}

/** Every setting in the order above: for error messages, the documentation and its test. */
export const settingDescriptions: readonly SettingDescription[] = Object.entries(schema.shape).map(
  ([name, field]) => ({
    name: name as SettingName,
    ...(z.globalRegistry.get(field) as { expected: string; description: string }),
    fallback: field.safeParse(undefined).data,
  }),
);

/** A deployment that was told something it can't use. */
export class SettingsError extends Error {
  override name = "SettingsError";
}

/** The settings among an app's context. @throws SettingsError */
export function readSettings(app: Construct): Settings {
  const given = Object.entries(app.node.getAllContext() as Record<string, unknown>);
  return parseSettings(Object.fromEntries(given.filter(([name]) => !isOfCdk(name))));
}

/** @throws SettingsError that names every wrong setting and what was expected */
export function parseSettings(given: Record<string, unknown>): Settings {
  const result = schema.safeParse(given);
  const wrong = result.success ? [] : result.error.issues.flatMap(problemOf);
  const problems = wrong.length > 0 ? wrong : contradictions(result.data!);
  if (problems.length > 0) throw new SettingsError(`${problems.join("; ")}.`);
  return result.data!;
}

/** CDK keeps its own flags and look-ups in the same place; their names have a colon, but for these. */
function isOfCdk(name: string): boolean {
  return name.includes(":") || ["cli-telemetry", "acknowledged-issue-numbers"].includes(name);
}

function problemOf(issue: z.core.$ZodIssue): string[] {
  if (issue.code === "unrecognized_keys") {
    const known = settingDescriptions.map(({ name }) => name).join(", ");
    return issue.keys.map((name) => `there is no setting "${name}": expected one of ${known}`);
  }
  return [expectation(issue.path[0] as SettingName)];
}

/** What no single setting shows. */
function contradictions(settings: Settings): string[] {
  const { provisionedConcurrency: provisioned, archiveRetentionDays: kept } = settings;
  const { maxProvisionedConcurrency, reservedConcurrency, objectLockDays } = settings;
  const wrong: SettingName[] = [];
  if (maxProvisionedConcurrency !== undefined && maxProvisionedConcurrency < Math.max(provisioned, 1))
    wrong.push("maxProvisionedConcurrency");
  if (maxProvisionedConcurrency !== undefined && provisioned === 0) wrong.push("provisionedConcurrency");
  if (reservedConcurrency !== undefined && reservedConcurrency < provisioned)
    wrong.push("reservedConcurrency");
  if (objectLockDays !== undefined && kept !== 0 && objectLockDays > kept) wrong.push("objectLockDays");
  if (settings.alarmEmail !== undefined && settings.alarmTopicArn !== undefined) wrong.push("alarmEmail");
  if ((settings.setupDomain === undefined) !== (settings.setupCertificateArn === undefined))
    wrong.push(settings.setupDomain === undefined ? "setupDomain" : "setupCertificateArn");
  if (settings.setupDomain !== undefined && settings.setupSiteFolder === undefined)
    wrong.push("setupSiteFolder");
  return wrong.map(expectation);
}

function expectation(name: SettingName): string {
  const { expected } = settingDescriptions.find((setting) => setting.name === name)!;
  return `the setting ${name} is not usable: expected ${expected}`;
}

/** What comes from the command line is text. */
function whole(min: number, max: number) {
  return z.preprocess(numberOf, z.number().int().min(min).max(max));
}

function numberOf(value: unknown): unknown {
  return typeof value === "string" && /^\d+$/.test(value) ? Number(value) : value;
}

function listOf(value: unknown): unknown {
  return typeof value === "string" ? value.split(",").map((item) => item.trim()) : value;
}

function retentionDays(): number[] {
  return Object.values(RetentionDays).filter((days) => typeof days === "number" && days < 9999) as number[];
}

function isUpstreamUrl(value: string): boolean {
  const problems: string[] = [];
  readUpstreamUrl("upstreamUrl", value, problems);
  return problems.length === 0;
}
