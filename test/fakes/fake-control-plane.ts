import type { LocalServer } from "./local-server.ts";
import { answerQuery } from "./query-protocol.ts";
import type { RecordedRequest } from "./recorded-request.ts";
import { startRecordedServer } from "./recorded-server.ts";

/** What AWS has of a deployment, besides its data; a test changes it as a person with a console might. */
export interface DeployedState {
  account: string;
  configuration: Record<string, unknown>;
  alias: Record<string, unknown> | undefined;
  warm: Record<string, unknown> | undefined;
  url: Record<string, unknown> | undefined;
  permissions: PolicyStatement[];
  role: PolicyStatement[];
  alarms: Record<string, unknown>[];
  /** The sum of each metric over the last day. */
  metrics: Record<string, number>;
  /** The status of each CloudFormation stack. */
  stacks: Record<string, string>;
  isTerminationProtected: boolean;
  concurrencyQuota: number;
  deletionProtection: boolean;
  pointInTimeRecovery: boolean;
}

export interface PolicyStatement {
  Effect: string;
  Action: string | string[];
  Resource?: string | string[];
  Principal?: unknown;
}

export interface Answer {
  status: number;
  type: string;
  body: string;
}

/** The calls of Lambda, CloudWatch, IAM, STS, CloudFormation and DynamoDB's settings by which a deployment is looked at. */
export class FakeControlPlane {
  readonly state: DeployedState;
  readonly requests: RecordedRequest[] = [];
  readonly #dynamoDb: URL;
  #server!: LocalServer;

  /** @param dynamoDb where calls about items go */
  static async start(state: DeployedState, dynamoDb: URL): Promise<FakeControlPlane> {
    const fake = new FakeControlPlane(state, dynamoDb);
    fake.#server = await startRecordedServer(fake.requests, async (request, outgoing) => {
      const { status, type, body } = await fake.#serve(request);
      outgoing.writeHead(status, { "content-type": type }).end(body);
    });
    return fake;
  }

  private constructor(state: DeployedState, dynamoDb: URL) {
    this.state = state;
    this.#dynamoDb = dynamoDb;
  }

  get url(): URL {
    return this.#server.url;
  }

  async close(): Promise<void> {
    await this.#server.close();
  }

  async #serve(request: RecordedRequest): Promise<Answer> {
    const target = request.headers["x-amz-target"];
    if (target?.startsWith("DynamoDB_")) return this.#dynamoDbCall(target, request);
    if (target !== undefined) return this.#cloudWatchCall(target, request);
    if (request.method === "POST")
      return answerQuery(this.state, new URLSearchParams(request.body.toString("utf8")));
    return this.#lambdaCall(request.url.split("?")[0] ?? "");
  }

  // https://docs.aws.amazon.com/lambda/latest/api/API_Operations.html
  #lambdaCall(path: string): Answer {
    const { configuration, alias, warm, url, permissions } = this.state;
    const [, , kind, name, what, which] = path.split("/");
    if (kind === "account-settings") {
      return json(200, { AccountLimit: { ConcurrentExecutions: this.state.concurrencyQuota } });
    }
    if (name !== configuration["FunctionName"]) return lambdaNotFound;
    switch (`${what} ${which ?? ""}`.trim()) {
      case "configuration":
        return alias === undefined ? lambdaNotFound : json(200, configuration);
      case "aliases live":
        return alias === undefined ? lambdaNotFound : json(200, alias);
      case "provisioned-concurrency":
        return warm === undefined ? lambdaNotFound : json(200, warm);
      case "url":
        return url === undefined || alias === undefined ? lambdaNotFound : json(200, url);
      case "policy":
        return permissions.length === 0
          ? lambdaNotFound
          : json(200, { Policy: JSON.stringify({ Version: "2012-10-17", Statement: permissions }) });
      default:
        return lambdaNotFound;
    }
  }

  // https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_Operations.html
  #cloudWatchCall(target: string, { body }: RecordedRequest): Answer {
    if (target.endsWith(".DescribeAlarms")) return json(200, { MetricAlarms: this.state.alarms });
    const { MetricDataQueries } = JSON.parse(body.toString("utf8")) as {
      MetricDataQueries: { Id: string; Label: string }[];
    };
    const results = MetricDataQueries.map(({ Id, Label }) => {
      const sum = this.state.metrics[Label];
      return { Id, Label, Values: sum === undefined ? [] : [sum], StatusCode: "Complete" };
    });
    return json(200, { MetricDataResults: results });
  }

  /** dynalite has the items, but not these settings. */
  async #dynamoDbCall(target: string, { headers, body }: RecordedRequest): Promise<Answer> {
    if (target.endsWith(".DescribeContinuousBackups")) {
      const status = this.state.pointInTimeRecovery ? "ENABLED" : "DISABLED";
      return json(200, {
        ContinuousBackupsDescription: {
          PointInTimeRecoveryDescription: { PointInTimeRecoveryStatus: status },
        },
      });
    }
    const passed = ["authorization", "content-type", "x-amz-date", "x-amz-target"];
    const response = await fetch(this.#dynamoDb, {
      method: "POST",
      headers: Object.fromEntries(passed.map((name) => [name, headers[name] ?? ""])),
      body: new Uint8Array(body),
    });
    const answer = (await response.json()) as { Table?: object };
    if (answer.Table !== undefined) {
      answer.Table = { ...answer.Table, DeletionProtectionEnabled: this.state.deletionProtection };
    }
    return json(response.status, answer);
  }
}

function json(status: number, body: object): Answer {
  return { status, type: "application/json", body: JSON.stringify(body) };
}

const lambdaNotFound = json(404, { __type: "ResourceNotFoundException", Message: "Function not found" });
