import { type MetricName, metricNamespace, metricUnits } from "../domain/metric-names.ts";

/**
 * The last fields of a log line, by which CloudWatch takes metrics out of it.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html
 */
export function embeddedMetrics(
  metrics: { [name in MetricName]?: number },
  { functionName, nowMs }: { functionName: string; nowMs: number },
): object {
  return {
    FunctionName: functionName,
    ...metrics,
    _aws: {
      Timestamp: nowMs,
      CloudWatchMetrics: [
        {
          Namespace: metricNamespace,
          Dimensions: [["FunctionName"]],
          Metrics: Object.keys(metrics).map((name) => ({
            Name: name,
            Unit: metricUnits[name as MetricName],
          })),
        },
      ],
    },
  };
}
