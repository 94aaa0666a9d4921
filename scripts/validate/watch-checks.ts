import { DescribeAlarmsCommand, GetMetricDataCommand, type MetricAlarm } from "@aws-sdk/client-cloudwatch";
import { GetProvisionedConcurrencyConfigCommand } from "@aws-sdk/client-lambda";
import { alarmRules } from "../../infra/alarm-rules.ts";
import { type MetricName, metricNamespace } from "../../lambda/domain/metric-names.ts";
import { liveAlias } from "../../lambda/resource-names.ts";
import { type Check, type Finding, failed, firstProblem, found, ok } from "./check.ts";
import type { LiveDeployment } from "./live-deployment.ts";

export const watchChecks: readonly Check[] = [
  { name: "alarms", look: lookAtAlarms },
  { name: "no alarm rings", look: lookForRinging },
  { name: "last 24 hours", look: lookAtLastDay },
];

async function alarmsOf({ cloudWatch, names }: LiveDeployment): Promise<MetricAlarm[]> {
  const { MetricAlarms = [] } = await cloudWatch.send(
    new DescribeAlarmsCommand({ AlarmNamePrefix: names.alarmPrefix, MaxRecords: 100 }),
  );
  return MetricAlarms;
}

async function lookAtAlarms(live: LiveDeployment): Promise<Finding> {
  const warm = await found(
    live.lambda.send(
      new GetProvisionedConcurrencyConfigCommand({
        FunctionName: live.names.functionName,
        Qualifier: liveAlias,
      }),
    ),
  );
  const alarms = await alarmsOf(live);
  const expected = alarmRules
    .filter(({ name }) => name !== "spillover" || warm !== undefined)
    .map(({ name }) => `${live.names.alarmPrefix}${name}`);
  const missing = expected.filter((name) => !alarms.some(({ AlarmName }) => AlarmName === name));
  const mute = alarms.filter(
    ({ ActionsEnabled, AlarmActions = [] }) => !ActionsEnabled || AlarmActions.length === 0,
  );
  return firstProblem(
    [
      missing.length > 0 && failed(`alarms are missing: ${missing.join(", ")}`, live.deploy),
      mute.length > 0 &&
        failed(
          `alarms tell nobody: ${namesOf(mute)}`,
          `aws cloudwatch enable-alarm-actions --alarm-names ${namesOf(mute, " ")}`,
        ),
    ],
    `${alarms.length} alarms watch`,
  );
}

async function lookForRinging(live: LiveDeployment): Promise<Finding> {
  const ringing = (await alarmsOf(live)).filter(({ StateValue }) => StateValue === "ALARM");
  if (ringing.length === 0) return ok("all is quiet");
  return failed(`these alarms ring: ${namesOf(ringing)}`, "docs/operations.md says what to do about each");
}

function namesOf(alarms: readonly MetricAlarm[], separator = ", "): string {
  return alarms.map(({ AlarmName }) => AlarmName).join(separator);
}

/** Each is a developer who was not served, or an exchange that was not recorded, by our own fault. */
const ownFaults: readonly MetricName[] = [
  "InternalErrors",
  "TokenStoreErrors",
  "KeyErrors",
  "ArchiveWriteFailures",
  "LedgerWriteFailures",
  "ArchiveSpooled",
  "LedgerSpooled",
];

async function lookAtLastDay(live: LiveDeployment): Promise<Finding> {
  const sums = await sumsOfLastDay(live, [
    ["AWS/Lambda", "Errors"],
    ...["Requests", ...ownFaults].map((name) => [metricNamespace, name] as const),
  ]);
  const faults = Object.entries(sums).filter(([name, sum]) => name !== "Requests" && sum > 0);
  if (faults.length === 0) return ok(`${sums["Requests"]} requests, no fault of ours`);
  return failed(
    `faults of ours: ${faults.map(([name, sum]) => `${name} ${sum}`).join(", ")}`,
    `aws logs tail ${live.names.logGroup} --since 1d --filter-pattern '{ $.level != "INFO" }'`,
  );
}

async function sumsOfLastDay(
  { cloudWatch, names }: LiveDeployment,
  metrics: readonly (readonly [namespace: string, name: string])[],
): Promise<Record<string, number>> {
  const now = Date.now();
  const { MetricDataResults = [] } = await cloudWatch.send(
    new GetMetricDataCommand({
      StartTime: new Date(now - 86_400_000),
      EndTime: new Date(now),
      MetricDataQueries: metrics.map(([Namespace, MetricName], index) => ({
        Id: `m${index}`,
        Label: MetricName,
        MetricStat: {
          Metric: {
            Namespace,
            MetricName,
            Dimensions: [{ Name: "FunctionName", Value: names.functionName }],
          },
          Period: 3600,
          Stat: "Sum",
        },
      })),
    }),
  );
  return Object.fromEntries(
    MetricDataResults.map(({ Label = "", Values = [] }) => [
      Label,
      Values.reduce((sum, value) => sum + value, 0),
    ]),
  );
}
