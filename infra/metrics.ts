import { Duration } from "aws-cdk-lib";
import { Metric } from "aws-cdk-lib/aws-cloudwatch";
import { type MetricName, metricNamespace } from "../lambda/domain/metric-names.ts";
import { liveAlias } from "../lambda/resource-names.ts";

/** https://docs.aws.amazon.com/lambda/latest/dg/monitoring-metrics-types.html */
export type LambdaMetric =
  | "ConcurrentExecutions"
  | "Duration"
  | "Errors"
  | "Invocations"
  | "ProvisionedConcurrencySpilloverInvocations"
  | "Throttles"
  | "Url5xxCount"
  | "UrlRequestCount";

const period = Duration.minutes(5);

/** A metric that the function writes into its log, under the name and the dimension by which lambda/steps/log-line.ts does. */
export function ownMetric(functionName: string, metricName: MetricName, statistic: string): Metric {
  const dimensionsMap = { FunctionName: functionName };
  return new Metric({ namespace: metricNamespace, metricName, dimensionsMap, statistic, period });
}

/** A metric that Lambda keeps of every function. */
export function lambdaMetric(functionName: string, metricName: LambdaMetric, statistic: string): Metric {
  // Those of provisioned concurrency are kept for each alias; all others, a URL's too, for the function as a whole.
  // https://docs.aws.amazon.com/lambda/latest/dg/urls-monitoring.html
  const dimensionsMap = metricName.startsWith("Provisioned")
    ? { FunctionName: functionName, Resource: `${functionName}:${liveAlias}` }
    : { FunctionName: functionName };
  return new Metric({ namespace: "AWS/Lambda", metricName, dimensionsMap, statistic, period });
}
