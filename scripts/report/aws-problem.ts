import { RefusedJob } from "../cli/report-command.ts";

/**
 * Runs a job that may work on AWS; what an operator can mend becomes a sentence that says how.
 * @param usageTable the name that was tried
 */
export async function withAwsProblemsExplained<T>(usageTable: string, job: () => Promise<T>): Promise<T> {
  try {
    return await job();
  } catch (cause) {
    const explanation = cause instanceof Error ? explanationOf(cause, usageTable) : undefined;
    throw explanation === undefined ? cause : new RefusedJob(explanation, { cause });
  }
}

function explanationOf(error: Error, usageTable: string): string | undefined {
  switch (error.name) {
    case "ResourceNotFoundException":
      return `there is no table ${usageTable} in this region and account: see --region and --stage.`;
    case "NoSuchBucket":
      return "there is no bucket of that name: see --bucket and LOGS_BUCKET.";
    case "CredentialsProviderError":
      return "no AWS credentials were found: sign in, or read this machine's own records with --local.";
    case "AccessDeniedException":
    case "AccessDenied":
      return `AWS refuses: ${error.message}`;
    case "TimeoutError":
      return `AWS did not answer in time: ${error.message}`;
    default:
      return error.message === "Region is missing"
        ? "the AWS region is not known: name it with --region, or read this machine's own records with --local."
        : undefined;
  }
}
