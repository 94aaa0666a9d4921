import { App, Validations } from "aws-cdk-lib";
import { AwsSolutionsChecks, ServerlessChecks } from "cdk-nag";
import { resourceNames } from "../lambda/resource-names.ts";
import { CodexProxyStack } from "./codex-proxy-stack.ts";
import { SettingsError, readSettings } from "./settings.ts";

/** What `cdk` runs, after the build that cdk.json names: settings in, one checked template out. */

try {
  const app = new App();
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app), new ServerlessChecks(app));
  const settings = readSettings(app);
  const { stackName } = resourceNames(settings.stage);
  new CodexProxyStack(app, stackName, { settings, codeFolder: "dist/lambda" });
} catch (error) {
  if (!(error instanceof SettingsError)) throw error;
  process.stderr.write(`codex-proxy: ${error.message}\n`);
  process.exitCode = 1;
}
