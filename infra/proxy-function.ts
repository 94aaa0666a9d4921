import { Duration, Fn, RemovalPolicy, Validations } from "aws-cdk-lib";
import {
  Alias,
  ApplicationLogLevel,
  Architecture,
  Code,
  Function as LambdaFunction,
  FunctionUrlAuthType,
  type FunctionUrlCorsOptions,
  HttpMethod,
  type IVersion,
  InvokeMode,
  LoggingFormat,
  Runtime,
  SystemLogLevel,
} from "aws-cdk-lib/aws-lambda";
import { LogGroup } from "aws-cdk-lib/aws-logs";
import { Construct } from "constructs";
import type { EnvironmentName } from "../lambda/config.ts";
import { type ResourceNames, liveAlias } from "../lambda/resource-names.ts";
import type { ArchiveBucket } from "./archive-bucket.ts";
import { createProxyRole } from "./proxy-role.ts";
import { mallocEnvironment } from "./malloc-environment.ts";
import type { Settings } from "./settings.ts";
import type { Tables } from "./tables.ts";

export interface ProxyFunctionProps {
  names: ResourceNames;
  settings: Settings;
  codeFolder: string;
  tables: Tables;
  archive: ArchiveBucket;
}

/** The function, its alias `live`, and the address that developers use. */
export class ProxyFunction extends Construct {
  /** Without a slash at its end. */
  readonly url: string;

  constructor(scope: Construct, id: string, props: ProxyFunctionProps) {
    super(scope, id);
    const { names, settings, codeFolder, tables, archive } = props;
    const logGroup = new LogGroup(this, "Log", {
      logGroupName: names.logGroup,
      retention: settings.logRetentionDays,
      // What is worth keeping is in the archive; a log that stayed behind would be in the way of the next deployment.
      removalPolicy: RemovalPolicy.DESTROY,
    });
    const lambda = new LambdaFunction(this, "Function", {
      functionName: names.functionName,
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      handler: "index.handler",
      code: Code.fromAsset(codeFolder, { exclude: ["*.map"] }),
      memorySize: settings.memoryMb,
      // Lambda's maximum: a long answer of a reasoning model takes minutes.
      timeout: Duration.seconds(900),
      role: createProxyRole(this, "Role", { names, tables, archive, logGroup }),
      environment: { ...environmentOf(props), ...mallocEnvironment },
      logGroup,
      loggingFormat: LoggingFormat.JSON,
      systemLogLevelV2: SystemLogLevel.INFO,
      applicationLogLevelV2: ApplicationLogLevel.INFO,
      // An old version may still be streaming an answer, and is the way back: it costs nothing to keep.
      currentVersionOptions: { removalPolicy: RemovalPolicy.RETAIN },
      ...(settings.reservedConcurrency !== undefined && {
        reservedConcurrentExecutions: settings.reservedConcurrency,
      }),
    });
    const alias = this.#alias(lambda, settings);
    const functionUrl = alias.addFunctionUrl({
      // Developers bring a token of ours, which the function checks; AWS's own signature no Codex can make.
      authType: FunctionUrlAuthType.NONE,
      invokeMode: InvokeMode.RESPONSE_STREAM,
      ...(settings.corsOrigins.length > 0 && { cors: cors(settings.corsOrigins) }),
    });
    this.url = withoutSlash(functionUrl.url);
    acknowledge(this);
  }

  /** Requests go to the alias: an upgrade moves it to a new version, and the URL stays. */
  #alias(lambda: LambdaFunction, settings: Settings): Alias {
    const { provisionedConcurrency, maxProvisionedConcurrency } = settings;
    const alias = new Alias(this, "Live", {
      aliasName: liveAlias,
      version: lambda.currentVersion as IVersion,
      ...(provisionedConcurrency > 0 && { provisionedConcurrentExecutions: provisionedConcurrency }),
    });
    if (maxProvisionedConcurrency !== undefined) {
      // A deployment takes it back to where it began; target tracking then needs some minutes to follow the use again.
      // https://docs.aws.amazon.com/lambda/latest/dg/provisioned-concurrency.html#managing-provisioned-concurency
      alias
        .addAutoScaling({ minCapacity: provisionedConcurrency, maxCapacity: maxProvisionedConcurrency })
        .scaleOnUtilization({ utilizationTarget: 0.7 });
    }
    return alias;
  }
}

/** Whatever the function can be told, but for a list that is empty. */
type Environment = Record<Exclude<EnvironmentName, "SECRET_SCAN_ALLOW">, string> & {
  SECRET_SCAN_ALLOW?: string;
};

function environmentOf({ names, settings, tables, archive }: ProxyFunctionProps): Environment {
  return {
    TOKENS_TABLE: tables.tokens.tableName,
    USAGE_TABLE: tables.usage.tableName,
    LOGS_BUCKET: archive.bucket.bucketName,
    OPENAI_SECRET_ID: names.openaiSecretId,
    UPSTREAM_URL: settings.upstreamUrl,
    LOG_BODIES: settings.logBodies,
    IN_FLIGHT_RECORDS: settings.inFlightRecords,
    SECRET_SCAN: settings.secretScan,
    SECRET_SCAN_GENERIC: settings.secretScanGeneric,
    SECRET_SCAN_MARKER: settings.secretScanMarker,
    ...(settings.secretScanAllow.length > 0 && { SECRET_SCAN_ALLOW: settings.secretScanAllow.join(",") }),
  };
}

function cors(origins: string[]): FunctionUrlCorsOptions {
  return {
    allowedOrigins: origins,
    allowedMethods: [HttpMethod.GET, HttpMethod.POST],
    allowedHeaders: ["authorization", "content-type"],
    maxAge: Duration.hours(1),
  };
}

/** AWS gives the address as `https://HOST/`. */
function withoutSlash(url: string): string {
  return `https://${Fn.select(2, Fn.split("/", url))}`;
}

function acknowledge(scope: Construct): void {
  Validations.of(scope).acknowledge(
    {
      id: "Serverless-LambdaDLQ",
      reason:
        "Nobody calls the function asynchronously: its URL waits for the answer, so nothing is ever retried.",
    },
    {
      id: "Serverless-LambdaTracing",
      reason:
        "Every exchange leaves its own timings in the log and the archive; X-Ray would add cost and a permission.",
    },
  );
}
