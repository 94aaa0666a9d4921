import { CfnOutput } from "aws-cdk-lib";
import type { Construct } from "constructs";
import { defaultStage } from "../lambda/resource-names.ts";
import type { ArchiveBucket } from "./archive-bucket.ts";
import type { Settings } from "./settings.ts";

export interface Outputs {
  settings: Settings;
  proxyUrl: string;
  archive: ArchiveBucket;
  setupUrl: string | undefined;
}

/** What the deploying person wants to know when it is done. */
export function addOutputs(scope: Construct, { settings, proxyUrl, archive, setupUrl }: Outputs): void {
  const stage = settings.stage === defaultStage ? "" : ` --stage ${settings.stage}`;
  const output = (name: string, description: string, value: string): void => {
    new CfnOutput(scope, name, { description, value });
  };
  output("Url", "the proxy's address; it stays the same over every upgrade", proxyUrl);
  output(
    "BaseUrl",
    "the line for [model_providers.codexproxy] in ~/.codex/config.toml",
    `base_url = "${proxyUrl}/v1"`,
  );
  output("ArchiveBucket", "where every exchange is kept", archive.bucket.bucketName);
  output("Next1", "if the OpenAI key is not stored yet", `npm run set-openai-key${stage && ` --${stage}`}`);
  output("Next2", "a token for the first developer", `npm run tokens -- add --user NAME@EXAMPLE.COM${stage}`);
  output("Next3", "is all well?", `npm run validate${stage && ` --${stage}`}`);
  if (setupUrl !== undefined)
    output("Setup", "what developers run on a Mac or on Linux", `curl -sL ${setupUrl}/setup.sh | bash`);
}
