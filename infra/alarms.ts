import { Aws, Validations } from "aws-cdk-lib";
import { Alarm, ComparisonOperator, type Metric, TreatMissingData } from "aws-cdk-lib/aws-cloudwatch";
import { SnsAction } from "aws-cdk-lib/aws-cloudwatch-actions";
import { Effect, PolicyStatement, ServicePrincipal } from "aws-cdk-lib/aws-iam";
import { type ITopic, Topic } from "aws-cdk-lib/aws-sns";
import { EmailSubscription } from "aws-cdk-lib/aws-sns-subscriptions";
import { Construct } from "constructs";
import type { ResourceNames } from "../lambda/resource-names.ts";
import { type AlarmRule, alarmRules } from "./alarm-rules.ts";
import { lambdaMetric, ownMetric } from "./metrics.ts";
import type { Settings } from "./settings.ts";

export interface AlarmsProps {
  names: ResourceNames;
  settings: Settings;
}

/** Every rule as an alarm, and the topic that they tell. */
export class Alarms extends Construct {
  readonly topic: ITopic;
  readonly all: readonly Alarm[];

  constructor(scope: Construct, id: string, { names, settings }: AlarmsProps) {
    super(scope, id);
    this.topic = this.#topicOf(names, settings);
    this.all = alarmRules
      .filter((rule) => rule.name !== "spillover" || settings.provisionedConcurrency > 0)
      .map((rule) => this.#alarmOf(rule, names));
  }

  #alarmOf(rule: AlarmRule, names: ResourceNames): Alarm {
    const alarm = new Alarm(this, rule.name, {
      alarmName: `${names.alarmPrefix}${rule.name}`,
      alarmDescription: `${rule.says} What to do: docs/operations.md#${rule.name}`,
      metric: metricOf(rule, names),
      threshold: rule.atLeast,
      evaluationPeriods: rule.times ?? 1,
      comparisonOperator: ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
      // A metric that is nought is not sent at all.
      treatMissingData: TreatMissingData.NOT_BREACHING,
    });
    alarm.addAlarmAction(new SnsAction(this.topic));
    alarm.addOkAction(new SnsAction(this.topic));
    return alarm;
  }

  #topicOf(names: ResourceNames, { alarmTopicArn, alarmEmail }: Settings): ITopic {
    if (alarmTopicArn !== undefined) return Topic.fromTopicArn(this, "GivenTopic", alarmTopicArn);
    const topic = new Topic(this, "Topic", { topicName: names.alarmTopic, enforceSSL: true });
    // A policy of its own takes the place of the one that lets CloudWatch publish.
    // https://docs.aws.amazon.com/sns/latest/dg/sns-access-policy-use-cases.html
    topic.addToResourcePolicy(
      new PolicyStatement({
        sid: "AlarmsAndBudgets",
        effect: Effect.ALLOW,
        principals: ["cloudwatch", "budgets"].map((name) => new ServicePrincipal(`${name}.amazonaws.com`)),
        actions: ["sns:Publish"],
        resources: [topic.topicArn],
        conditions: { StringEquals: { "aws:SourceAccount": Aws.ACCOUNT_ID } },
      }),
    );
    if (alarmEmail !== undefined) topic.addSubscription(new EmailSubscription(alarmEmail));
    Validations.of(topic).acknowledge({
      id: "Serverless-SNSRedrivePolicy",
      reason:
        "An e-mail that can't be delivered has nobody else to go to; alarms also stand on the dashboard.",
    });
    return topic;
  }
}

function metricOf({ metric, statistic = "Sum" }: AlarmRule, { functionName }: ResourceNames): Metric {
  return "own" in metric
    ? ownMetric(functionName, metric.own, statistic)
    : lambdaMetric(functionName, metric.lambda, statistic);
}
