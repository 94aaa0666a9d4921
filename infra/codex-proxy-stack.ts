import { Stack, Tags } from "aws-cdk-lib";
import type { Construct } from "constructs";
import { resourceNames } from "../lambda/resource-names.ts";
import { Alarms } from "./alarms.ts";
import { Analytics } from "./analytics.ts";
import { ArchiveBucket } from "./archive-bucket.ts";
import { addBudget } from "./budget.ts";
import { addDashboard } from "./dashboard.ts";
import { ProxyFunction } from "./proxy-function.ts";
import type { Settings } from "./settings.ts";
import { addOutputs } from "./outputs.ts";
import { SetupSite } from "./setup-site.ts";
import { Tables } from "./tables.ts";

export interface CodexProxyStackProps {
  settings: Settings;
  /** Where the built bundle lies. */
  codeFolder: string;
}

/** The whole service in one stack: what holds data, what runs, what watches, what asks questions. */
export class CodexProxyStack extends Stack {
  constructor(scope: Construct, id: string, { settings, codeFolder }: CodexProxyStackProps) {
    const names = resourceNames(settings.stage);
    super(scope, id, {
      stackName: names.stackName,
      description: "codex-proxy: between a company's Codex users and OpenAI",
      // With the stack goes its URL, which stands in every developer's config.toml.
      terminationProtection: true,
      ...(settings.region !== undefined && { env: { region: settings.region } }),
    });
    Tags.of(this).add("project", "codex-proxy");
    Tags.of(this).add("stage", settings.stage);

    const tables = new Tables(this, "Tables", names);
    const archive = new ArchiveBucket(this, "Archive", { names, settings });
    const proxy = new ProxyFunction(this, "Proxy", { names, settings, codeFolder, tables, archive });
    const alarms = new Alarms(this, "Alarms", { names, settings });
    addDashboard(this, { names, alarms: alarms.all });
    addBudget(this, { names, settings, alarms });
    new Analytics(this, "Analytics", { names, settings, bucket: archive.bucket });
    const site =
      settings.setupSiteFolder === undefined
        ? undefined
        : new SetupSite(this, "SetupSite", {
            folder: settings.setupSiteFolder,
            proxyUrl: proxy.url,
            domain: settings.setupDomain,
            certificateArn: settings.setupCertificateArn,
          });
    addOutputs(this, { settings, proxyUrl: proxy.url, archive, setupUrl: site?.url });
  }
}
