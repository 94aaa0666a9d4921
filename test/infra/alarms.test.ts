import assert from "node:assert/strict";
import { suite, test } from "node:test";
import { alarmRules } from "../../infra/alarm-rules.ts";
import { metricNamespace, metricUnits } from "../../lambda/domain/metric-names.ts";
import { account, region, resolved } from "./resolved.ts";
import { only, resourcesOf, synthesize } from "./synthesized.ts";

interface AlarmProperties {
  AlarmName: string;
  Namespace: string;
  MetricName: string;
  Dimensions: { Name: string; Value: string }[];
  Statistic: string;
  Period: number;
  EvaluationPeriods: number;
  Threshold: number;
  ComparisonOperator: string;
  TreatMissingData: string;
  AlarmActions: string[];
}

suite("the alarms", () => {
  const template = resolved(synthesize());
  const alarms = resourcesOf(template, "AWS::CloudWatch::Alarm").map(
    ({ Properties }) => Properties as unknown as AlarmProperties,
  );
  const alarm = (name: string): AlarmProperties =>
    alarms.find(({ AlarmName }) => AlarmName === `codex-proxy-alarm-${name}`)!;

  test("are all there, each telling the topic", () => {
    assert.deepEqual(
      alarms.map(({ AlarmName }) => AlarmName).toSorted(),
      alarmRules.map(({ name }) => `codex-proxy-alarm-${name}`).toSorted(),
    );
    for (const { AlarmActions, TreatMissingData, Period } of alarms) {
      assert.deepEqual(AlarmActions, [`arn:aws:sns:${region}:${account}:codex-proxy-alarms`]);
      assert.equal(TreatMissingData, "notBreaching");
      assert.equal(Period, 300);
    }
  });

  for (const [name, metric, threshold] of [
    ["throttles", "Throttles", 1],
    ["errors", "Errors", 3],
    ["url-5xx", "Url5xxCount", 3],
    ["spillover", "ProvisionedConcurrencySpilloverInvocations", 1],
    ["duration", "Duration", 840_000],
  ] as const) {
    test(`${name} goes by Lambda's ${metric}, from ${threshold} on`, () => {
      assert.equal(alarm(name).Namespace, "AWS/Lambda");
      assert.equal(alarm(name).MetricName, metric);
      assert.equal(alarm(name).Threshold, threshold);
    });
  }

  for (const [name, metric] of [
    ["archive-writes", "ArchiveWriteFailures"],
    ["archive-spooled", "ArchiveSpooled"],
    ["ledger-writes", "LedgerWriteFailures"],
    ["ledger-spooled", "LedgerSpooled"],
    ["token-store", "TokenStoreErrors"],
    ["openai-key", "KeyErrors"],
    ["internal-errors", "InternalErrors"],
    ["upstream-errors", "UpstreamErrors"],
    ["unpriced-model", "UnpricedRequests"],
    ["secret-findings", "SecretFindings"],
  ] as const) {
    test(`${name} goes by ${metric}, as the function writes it`, () => {
      assert.ok(metric in metricUnits);
      assert.equal(alarm(name).Namespace, metricNamespace);
      assert.equal(alarm(name).MetricName, metric);
      assert.deepEqual(alarm(name).Dimensions, [{ Name: "FunctionName", Value: "codex-proxy" }]);
      assert.equal(alarm(name).Statistic, "Sum");
    });
  }

  test("of warm instances goes by the alias, the only place where Lambda counts them", () => {
    assert.deepEqual(alarm("spillover").Dimensions, [
      { Name: "FunctionName", Value: "codex-proxy" },
      { Name: "Resource", Value: "codex-proxy:live" },
    ]);
    assert.equal(alarm("spillover").EvaluationPeriods, 3);
  });

  test("may publish: a topic with a policy of its own no longer lets CloudWatch in by itself", () => {
    const policy = JSON.stringify(only(template, "AWS::SNS::TopicPolicy"));
    assert.match(policy, /"Service":\["budgets.amazonaws.com","cloudwatch.amazonaws.com"\]/);
    assert.match(policy, new RegExp(`"aws:SourceAccount":"${account}"`));
  });

  test("and the dashboard look at metrics that exist", () => {
    const body = String(only(template, "AWS::CloudWatch::Dashboard")["DashboardBody"]);
    const own = [...body.matchAll(/\["codex-proxy","(\w+)"/g)].map(([, name]) => String(name));
    assert.ok(own.length > 10);
    assert.deepEqual(
      own.filter((name) => !(name in metricUnits)),
      [],
    );
  });
});
