import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, suite, test } from "node:test";
import { App, CfnResource, type Stack } from "aws-cdk-lib";
import { Template } from "aws-cdk-lib/assertions";
import { SettingsError, parseSettings, readSettings, settingDescriptions } from "../../infra/settings.ts";
import { temporaryFolder } from "../fakes/temporary-folder.ts";
import { type CloudFormation, addStack, createCheckedApp, only, resourcesOf } from "./synthesized.ts";

const keyArn = "arn:aws:kms:eu-central-1:123456789012:key/0b2e1c9e-1111-2222-3333-444444444444";
const topicArn = "arn:aws:sns:eu-central-1:123456789012:operations";
const certificateArn = "arn:aws:acm:us-east-1:123456789012:certificate/0b2e1c9e-1111-2222-3333-444444444444";

suite("every setting, through CDK's own validation and cdk-nag", () => {
  const app = createCheckedApp();
  const deploy = (name: string, settings: Record<string, unknown>): Stack =>
    addStack(app, { stage: name, ...settings });
  const folder = setupFolder({ after });
  const stacks = {
    small: deploy("small", { memoryMb: "128", provisionedConcurrency: "0", logRetentionDays: "1" }),
    large: deploy("large", {
      memoryMb: 10_240,
      provisionedConcurrency: 5,
      maxProvisionedConcurrency: 50,
      reservedConcurrency: 200,
      region: "eu-central-1",
      upstreamUrl: "https://gateway.example.com/openai",
    }),
    quiet: deploy("quiet", {
      logBodies: "metadata",
      secretScan: "off",
      archiveRetentionDays: 0,
      inFlightRecords: "off",
      secretScanAllow: "0123456789, abcdef0123",
      secretScanGeneric: "on",
      secretScanMarker: "off",
    }),
    strict: deploy("strict", {
      secretScan: "block",
      kmsKey: "create",
      objectLockDays: 30,
      archiveRetentionDays: 365,
    }),
    given: deploy("given", { kmsKey: keyArn, alarmTopicArn: topicArn, secretScan: "redact" }),
    watched: deploy("watched", {
      alarmEmail: "ops@example.com",
      monthlyBudgetUsd: "500",
      athenaScanLimitGb: "5",
      corsOrigins: "https://a.example.com, https://b.example.com",
    }),
    site: deploy("site", { setupSiteFolder: folder }),
    domain: deploy("domain", {
      setupSiteFolder: folder,
      setupDomain: "codex.example.com",
      setupCertificateArn: certificateArn,
    }),
  };
  // Throws where a check finds anything that nobody has acknowledged with a reason.
  app.synth();
  const template = (stack: Stack): CloudFormation => Template.fromStack(stack).toJSON() as CloudFormation;

  test("without warm instances there is no alarm for them", () => {
    assert.equal(
      only(template(stacks.small), "AWS::Lambda::Alias")["ProvisionedConcurrencyConfig"],
      undefined,
    );
    const names = resourcesOf(template(stacks.small), "AWS::CloudWatch::Alarm").map(
      ({ Properties }) => Properties["AlarmName"],
    );
    assert.ok(!names.includes("codex-proxy-small-alarm-spillover"));
  });

  test("warm instances may grow with their use, and all of them have a bound", () => {
    const large = template(stacks.large);
    const { MinCapacity, MaxCapacity } = only(large, "AWS::ApplicationAutoScaling::ScalableTarget");
    assert.deepEqual([MinCapacity, MaxCapacity], [5, 50]);
    assert.equal(only(large, "AWS::Lambda::Function")["ReservedConcurrentExecutions"], 200);
    assert.equal(stacks.large.region, "eu-central-1");
  });

  test("what the function is told reaches its environment", () => {
    const { Variables } = only(template(stacks.quiet), "AWS::Lambda::Function")["Environment"] as {
      Variables: Record<string, string>;
    };
    const { LOG_BODIES, IN_FLIGHT_RECORDS, SECRET_SCAN, SECRET_SCAN_ALLOW } = Variables;
    assert.deepEqual(
      [LOG_BODIES, IN_FLIGHT_RECORDS, SECRET_SCAN, SECRET_SCAN_ALLOW],
      ["metadata", "off", "off", "0123456789,abcdef0123"],
    );
    assert.deepEqual([Variables["SECRET_SCAN_GENERIC"], Variables["SECRET_SCAN_MARKER"]], ["on", "off"]);
  });

  test("an archive without a retention keeps everything", () => {
    assert.match(
      JSON.stringify(only(template(stacks.quiet), "AWS::S3::Bucket")["LifecycleConfiguration"]),
      /"Id":"expire-exchanges","Prefix":"logs\/","Status":"Disabled"/,
    );
  });

  test("a key of one's own encrypts the archive, and the function may ask it for data keys only", () => {
    const strict = template(stacks.strict);
    assert.match(
      JSON.stringify(only(strict, "AWS::S3::Bucket")["BucketEncryption"]),
      /"BucketKeyEnabled":true.*"SSEAlgorithm":"aws:kms"/,
    );
    assert.match(
      JSON.stringify(only(strict, "AWS::IAM::Role")),
      /"Action":"kms:GenerateDataKey","Effect":"Allow"/,
    );
    assert.match(
      JSON.stringify(only(template(stacks.given), "AWS::IAM::Role")),
      new RegExp(`"Resource":"${keyArn}"`),
    );
  });

  test("an archive that is locked can't be deleted by anybody for that long", () => {
    const { ObjectLockEnabled, ObjectLockConfiguration } = only(template(stacks.strict), "AWS::S3::Bucket");
    assert.equal(ObjectLockEnabled, true);
    assert.match(JSON.stringify(ObjectLockConfiguration), /"Days":30,"Mode":"GOVERNANCE"/);
  });

  test("a topic that is given takes the place of our own", () => {
    const given = template(stacks.given);
    assert.equal(resourcesOf(given, "AWS::SNS::Topic").length, 0);
    for (const { Properties } of resourcesOf(given, "AWS::CloudWatch::Alarm")) {
      assert.deepEqual(Properties["AlarmActions"], [topicArn]);
    }
  });

  test("an e-mail address, a budget, a scan limit and web pages are as they were asked for", () => {
    const watched = template(stacks.watched);
    assert.equal(only(watched, "AWS::SNS::Subscription")["Endpoint"], "ops@example.com");
    assert.match(JSON.stringify(only(watched, "AWS::Budgets::Budget")), /"Amount":500,"Unit":"USD"/);
    assert.match(
      JSON.stringify(only(watched, "AWS::Athena::WorkGroup")),
      /"BytesScannedCutoffPerQuery":5000000000/,
    );
    assert.deepEqual(only(watched, "AWS::Lambda::Url")["Cors"], {
      AllowHeaders: ["authorization", "content-type"],
      AllowMethods: ["GET", "POST"],
      AllowOrigins: ["https://a.example.com", "https://b.example.com"],
      MaxAge: 3600,
    });
  });

  test("the setup site serves the two scripts, under its own name where it has one", () => {
    const { DistributionConfig } = only(template(stacks.domain), "AWS::CloudFront::Distribution");
    assert.match(JSON.stringify(DistributionConfig), /"Aliases":\["codex.example.com"\]/);
    assert.match(
      JSON.stringify(template(stacks.site).Outputs["Setup"]),
      /curl -sL https:.*\/setup.sh \| bash/,
    );
  });

  test("two stages have no name in common", () => {
    const names = Object.values(stacks).flatMap((stack) => physicalNames(template(stack)));
    assert.deepEqual(
      names.filter((name, index) => names.indexOf(name) !== index),
      [],
    );
  });

  test("what CDK's own rules find wrong stops the synth", () => {
    const broken = createCheckedApp();
    const stack = addStack(broken, {});
    new CfnResource(stack, "Wrong", { type: "AWS::S3::Bucket", properties: { BucketName: "Wrong_Name" } });
    assert.throws(() => broken.synth(), /Validation failed/);
  });
});

for (const [name, value] of [
  ["stage", "Prod"],
  ["stage", "-dev"],
  ["stage", "a".repeat(21)],
  ["region", "Frankfurt"],
  ["memoryMb", "64"],
  ["memoryMb", "lots"],
  ["memoryMb", 512.5],
  ["provisionedConcurrency", "-1"],
  ["maxProvisionedConcurrency", "1"],
  ["reservedConcurrency", "1"],
  ["logBodies", "some"],
  ["secretScan", "on"],
  ["inFlightRecords", "true"],
  ["secretScanAllow", "0123"],
  ["secretScanGeneric", "yes"],
  ["secretScanMarker", "no"],
  ["upstreamUrl", "api.openai.com"],
  ["archiveRetentionDays", "forever"],
  ["objectLockDays", "91"],
  ["logRetentionDays", "31"],
  ["kmsKey", "yes"],
  ["corsOrigins", "example.com"],
  ["alarmEmail", "ops"],
  ["alarmTopicArn", "operations"],
  ["monthlyBudgetUsd", "0"],
  ["athenaScanLimitGb", "0"],
  ["setupSiteFolder", ""],
  ["setupCertificateArn", keyArn],
] as const) {
  test(`${name} that is ${JSON.stringify(value)} is named, with what was expected`, () => {
    const { expected } = settingDescriptions.find((setting) => setting.name === name)!;
    assert.throws(
      () => parseSettings({ [name]: value }),
      new SettingsError(`the setting ${name} is not usable: expected ${expected}.`),
    );
  });
}

for (const [settings, name] of [
  [{ maxProvisionedConcurrency: 5, provisionedConcurrency: 0 }, "provisionedConcurrency"],
  [{ alarmEmail: "ops@example.com", alarmTopicArn: topicArn }, "alarmEmail"],
  [{ setupDomain: "codex.example.com", setupSiteFolder: "site" }, "setupCertificateArn"],
  [{ setupDomain: "codex.example.com", setupCertificateArn: certificateArn }, "setupSiteFolder"],
] as const) {
  test(`${Object.keys(settings).join(" and ")} that contradict each other are named`, () => {
    assert.throws(() => parseSettings(settings), new RegExp(`the setting ${name} is not usable`));
  });
}

test("every wrong setting is named at once, and a mistyped one too", () => {
  assert.throws(
    () => parseSettings({ memoryMb: 1, secretScan: "no", memorymb: 512 }),
    /setting memoryMb .*; the setting secretScan .*; there is no setting "memorymb": expected one of stage, /,
  );
});

test("CDK's own context is none of our business", () => {
  const context = { "@aws-cdk/core:x": true, "availability-zones:account=1": [], "cli-telemetry": false };
  assert.equal(readSettings(new App({ context })).stage, "prod");
});

test("a setup folder without a script, or with one that has no place for the address, stops the synth", (t) => {
  const folder = setupFolder(t);
  writeFileSync(join(folder, "setup.sh"), "nothing to fill in");
  const add = (setupSiteFolder: string): Stack => addStack(createCheckedApp(), { setupSiteFolder });
  assert.throws(() => add(folder), /setupSiteFolder is not usable: expected __CODEX_PROXY_URL__ in setup.sh/);
  assert.throws(
    () => add(temporaryFolder(t)),
    /setupSiteFolder is not usable: expected a folder with setup.sh in it/,
  );
});

function setupFolder(t: { after: (clean: () => void) => void }): string {
  const folder = temporaryFolder(t);
  for (const name of ["setup.sh", "setup-windows.ps1"]) {
    writeFileSync(join(folder, name), "url=__CODEX_PROXY_URL__");
  }
  return folder;
}

function physicalNames(template: CloudFormation): string[] {
  const nameProperty =
    /^(TableName|BucketName|FunctionName|RoleName|LogGroupName|TopicName|AlarmName|DashboardName)$/;
  return Object.values(template.Resources).flatMap(({ Type, Properties = {} }) =>
    Object.entries(Properties)
      .filter(([property, value]) => nameProperty.test(property) && typeof value === "string")
      .map(([, value]) => `${Type} ${String(value)}`),
  );
}
