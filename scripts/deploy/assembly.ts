import { readFileSync } from "node:fs";
import { join } from "node:path";
import { defaultStage } from "../../lambda/resource-names.ts";
import { JobError } from "../cli/run-command.ts";

/** What CDK has synthesised, as far as it decides whether a deployment can succeed. */
export interface Assembly {
  stage: string;
  /** Undefined where the AWS profile is to decide. */
  region: string | undefined;
  /** The most instances that are kept warm. */
  provisionedConcurrency: number;
  reservedConcurrency: number;
}

interface Artifact {
  type: string;
  environment: string;
  properties: { templateFile: string };
}

interface Properties {
  Tags?: { Key: string; Value: string }[];
  ProvisionedConcurrencyConfig?: { ProvisionedConcurrentExecutions: number };
  ReservedConcurrentExecutions?: number;
  MaxCapacity?: number;
}

/** @param folder where `cdk synth` has left its output */
export function readAssembly(folder: string): Assembly {
  const manifest = readJson(join(folder, "manifest.json")) as { artifacts: Record<string, Artifact> };
  const stack = Object.values(manifest.artifacts).find(({ type }) => type === "aws:cloudformation:stack");
  if (stack === undefined) throw new JobError(`there is no stack in ${folder}; run npm run synth first`);
  const { environment, properties } = stack;
  const { Resources } = readJson(join(folder, properties.templateFile)) as {
    Resources: Record<string, { Type: string; Properties?: Properties }>;
  };
  const propertiesOf = (type: string): Properties[] =>
    Object.values(Resources)
      .filter((resource) => resource.Type === type)
      .map((resource) => resource.Properties ?? {});
  const region = environment.split("/").at(-1);
  const functions = propertiesOf("AWS::Lambda::Function");
  return {
    stage:
      functions.flatMap(({ Tags = [] }) => Tags).find(({ Key }) => Key === "stage")?.Value ?? defaultStage,
    region: region === "unknown-region" ? undefined : region,
    provisionedConcurrency: Math.max(
      ...propertiesOf("AWS::Lambda::Alias").map(
        ({ ProvisionedConcurrencyConfig: config }) => config?.ProvisionedConcurrentExecutions ?? 0,
      ),
      ...propertiesOf("AWS::ApplicationAutoScaling::ScalableTarget").map(
        ({ MaxCapacity = 0 }) => MaxCapacity,
      ),
    ),
    reservedConcurrency: Math.max(
      ...functions.map(({ ReservedConcurrentExecutions = 0 }) => ReservedConcurrentExecutions),
    ),
  };
}

function readJson(path: string): unknown {
  return JSON.parse(readFileSync(path, "utf8"));
}
