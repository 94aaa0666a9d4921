import { Aws } from "aws-cdk-lib";
import {
  type Alarm,
  AlarmStatusWidget,
  Dashboard,
  GraphWidget,
  type IWidget,
  LogQueryVisualizationType,
  LogQueryWidget,
  type Metric,
} from "aws-cdk-lib/aws-cloudwatch";
import type { Construct } from "constructs";
import type { ResourceNames } from "../lambda/resource-names.ts";
import { lambdaMetric, ownMetric } from "./metrics.ts";

export interface DashboardProps {
  names: ResourceNames;
  alarms: readonly Alarm[];
}

/** One page that answers: is it up, is it quick, what does it cost, who uses it, and whose errors are these? */
export function addDashboard(scope: Construct, { names, alarms }: DashboardProps): void {
  const own = (name: Parameters<typeof ownMetric>[1], statistic = "Sum"): Metric =>
    ownMetric(names.functionName, name, statistic);
  const lambda = (name: Parameters<typeof lambdaMetric>[1], statistic = "Sum"): Metric =>
    lambdaMetric(names.functionName, name, statistic);
  const dashboard = new Dashboard(scope, "Dashboard", { dashboardName: names.dashboard });
  dashboard.addWidgets(new AlarmStatusWidget({ title: "Alarms", alarms: [...alarms], width: 24, height: 3 }));
  dashboard.addWidgets(
    graph("Traffic", [own("Requests"), own("Refused"), own("LargeBodies")]),
    graph("At one time", [lambda("ConcurrentExecutions", "Maximum")]),
    graph(
      "First byte (ms)",
      ["p50", "p90", "p99"].map((statistic) => own("FirstByteMs", statistic)),
    ),
  );
  dashboard.addWidgets(
    exchanges(names, "Cost by model (USD)", [
      "stats sum(cost_usd) as usd, count(*) as requests by model",
      "sort usd desc",
    ]),
    exchanges(names, "Top users (USD)", [
      "stats sum(cost_usd) as usd, count(*) as requests, sum(usage.output_tokens) as output by user_id",
      "sort usd desc",
      "limit 20",
    ]),
    graph("Tokens", [own("InputTokens"), own("OutputTokens")]),
  );
  dashboard.addWidgets(
    graph("Errors of OpenAI", [own("UpstreamErrors")]),
    graph("Errors of the proxy", [
      own("InternalErrors"),
      own("TokenStoreErrors"),
      own("KeyErrors"),
      own("ArchiveWriteFailures"),
      own("LedgerWriteFailures"),
      own("ArchiveSpooled"),
      own("LedgerSpooled"),
    ]),
    graph("Errors of Lambda", [
      lambda("Errors"),
      lambda("Throttles"),
      lambda("Url5xxCount"),
      lambda("ProvisionedConcurrencySpilloverInvocations"),
    ]),
  );
}

function graph(title: string, left: Metric[]): IWidget {
  return new GraphWidget({ title, left, width: 8, region: Aws.REGION });
}

/** A table out of the function's log, which has one line for each exchange. */
function exchanges(names: ResourceNames, title: string, query: string[]): IWidget {
  return new LogQueryWidget({
    title,
    logGroupNames: [names.logGroup],
    queryLines: ['filter message = "exchange"', ...query],
    view: LogQueryVisualizationType.TABLE,
    width: 8,
  });
}
