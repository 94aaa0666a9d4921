import { CfnBudget } from "aws-cdk-lib/aws-budgets";
import type { Construct } from "constructs";
import type { ResourceNames } from "../lambda/resource-names.ts";
import type { Alarms } from "./alarms.ts";
import type { Settings } from "./settings.ts";

export interface BudgetProps {
  names: ResourceNames;
  settings: Settings;
  alarms: Alarms;
}

/**
 * A monthly bound on the account's AWS bill, if one is asked for. It counts the whole account: a budget that goes by
 * tags stays at nought, without a word, until somebody has activated them in the billing console.
 * https://docs.aws.amazon.com/awsaccountbilling/latest/aboutv2/activating-tags.html
 */
export function addBudget(scope: Construct, { names, settings, alarms }: BudgetProps): void {
  const amount = settings.monthlyBudgetUsd;
  if (amount === undefined) return;
  const tell = (
    notificationType: string,
    threshold: number,
  ): CfnBudget.NotificationWithSubscribersProperty => ({
    notification: { notificationType, comparisonOperator: "GREATER_THAN", threshold },
    subscribers: [{ subscriptionType: "SNS", address: alarms.topic.topicArn }],
  });
  const budget = new CfnBudget(scope, "Budget", {
    budget: {
      budgetName: names.stackName,
      budgetType: "COST",
      timeUnit: "MONTHLY",
      budgetLimit: { amount, unit: "USD" },
    },
    notificationsWithSubscribers: [tell("ACTUAL", 80), tell("FORECASTED", 100)],
  });
  // AWS looks whether it may publish, when the budget is made: the topic's policy must be there by then.
  budget.node.addDependency(alarms);
}
