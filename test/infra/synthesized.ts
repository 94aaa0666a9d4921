import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { App, type Stack, Validations } from "aws-cdk-lib";
import { Template } from "aws-cdk-lib/assertions";
import { AwsSolutionsChecks, ServerlessChecks } from "cdk-nag";
import { CodexProxyStack } from "../../infra/codex-proxy-stack.ts";
import { parseSettings } from "../../infra/settings.ts";
import { resourceNames } from "../../lambda/resource-names.ts";

/** A template as far as tests look into it. */
export interface CloudFormation {
  Resources: Record<string, Resource>;
  Outputs: Record<string, { Value: unknown }>;
}

export interface Resource {
  Type: string;
  Properties: Record<string, unknown>;
  DeletionPolicy?: string;
  DependsOn?: string[];
}

const cdkJson = JSON.parse(readFileSync("cdk.json", "utf8")) as { context: Record<string, unknown> };

/** Gone with the process: CDK reads its folders until the very end. */
const root = mkdtempSync(join(tmpdir(), "codex-proxy-cdk-"));
process.on("exit", () => rmSync(root, { recursive: true }));

/** An app with the flags of cdk.json and the checks of infra/app.ts; one synth of it serves any number of stacks. */
export function createCheckedApp(): App {
  const app = createApp(cdkJson.context);
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app), new ServerlessChecks(app));
  return app;
}

/** The same templates in a fifth of the time: that they pass the checks is shown once, in settings.test.ts. */
export function createUncheckedApp(): App {
  return createApp({ ...cdkJson.context, "@aws-cdk/core:validateAgainstDefaultRules": false });
}

function createApp(context: Record<string, unknown>): App {
  const outdir = folder("assembly-");
  return new App({ context, outdir, analyticsReporting: false });
}

export function addStack(app: App, settings: Record<string, unknown>, codeFolder = emptyBundle()): Stack {
  const parsed = parseSettings(settings);
  return new CodexProxyStack(app, resourceNames(parsed.stage).stackName, { settings: parsed, codeFolder });
}

/** The template of one deployment. */
export function synthesize(settings: Record<string, unknown> = {}, codeFolder?: string): CloudFormation {
  const stack = addStack(createUncheckedApp(), settings, codeFolder);
  return Template.fromStack(stack).toJSON() as CloudFormation;
}

export function resourcesOf({ Resources }: CloudFormation, type: string): Resource[] {
  return Object.values(Resources).filter((resource) => resource.Type === type);
}

/** The properties of the only resource of its type. */
export function only(template: CloudFormation, type: string): Record<string, unknown> {
  const found = resourcesOf(template, type);
  if (found.length !== 1) throw new Error(`${found.length} resources of the type ${type}`);
  return found[0]!.Properties;
}

function emptyBundle(): string {
  const bundle = folder("bundle-");
  writeFileSync(join(bundle, "index.mjs"), "");
  return bundle;
}

function folder(prefix: string): string {
  return mkdtempSync(join(root, prefix));
}
