import { randomUUID } from "node:crypto";
import * as http from "node:http";
import { type LocalServer, startLocalServer } from "./local-server.ts";
import { type RecordedRequest, recordRequest } from "./recorded-request.ts";
import { TroublePlan } from "./trouble.ts";

interface Secret {
  name: string;
  value: string;
  versionId: string;
}

interface Answer {
  status: number;
  body: object;
}

/** Secrets Manager's three calls, in its JSON 1.1 protocol. */
export class FakeSecretsManager {
  readonly requests: RecordedRequest[] = [];
  readonly trouble = new TroublePlan();
  readonly #secrets = new Map<string, Secret>();
  #server!: LocalServer;

  static async start(): Promise<FakeSecretsManager> {
    const fake = new FakeSecretsManager();
    const server = http.createServer((incoming, outgoing) => void fake.#answer(incoming, outgoing));
    fake.#server = await startLocalServer(server);
    return fake;
  }

  get url(): URL {
    return this.#server.url;
  }

  /** Makes a secret or gives it a new value, as an admin would in the console. */
  put(name: string, value: string): void {
    this.#secrets.set(name, { name, value, versionId: randomUUID() });
  }

  value(name: string): string | undefined {
    return this.#secrets.get(name)?.value;
  }

  /** Takes a secret away, as if it had never been made. */
  remove(name: string): void {
    this.#secrets.delete(name);
  }

  async close(): Promise<void> {
    await this.#server.close();
  }

  async #answer(incoming: http.IncomingMessage, outgoing: http.ServerResponse): Promise<void> {
    const request = await recordRequest(incoming).catch(() => undefined);
    if (request === undefined) return;
    this.requests.push(request);
    const trouble = await this.trouble.strike(outgoing);
    if (trouble === "gone") return;
    const { status, body } =
      trouble === undefined
        ? this.#serve(request)
        : failure(trouble.status, trouble.code, "Trouble was asked for.");
    outgoing.writeHead(status, { "content-type": "application/x-amz-json-1.1" });
    outgoing.end(JSON.stringify(body));
  }

  #serve({ headers, body }: RecordedRequest): Answer {
    const input = JSON.parse(body.toString("utf8")) as Record<string, string>;
    switch (headers["x-amz-target"]) {
      case "secretsmanager.GetSecretValue":
        return this.#get(input["SecretId"] ?? "");
      case "secretsmanager.PutSecretValue":
        return this.#putValue(input["SecretId"] ?? "", input["SecretString"] ?? "");
      case "secretsmanager.CreateSecret":
        return this.#create(input["Name"] ?? "", input["SecretString"] ?? "");
      default:
        return failure(400, "UnknownOperationException", "This fake does not know the call.");
    }
  }

  #get(id: string): Answer {
    const secret = this.#find(id);
    if (secret === undefined) return notFound;
    return success(secret, { SecretString: secret.value, CreatedDate: 1_795_333_555 });
  }

  #putValue(id: string, value: string): Answer {
    const secret = this.#find(id);
    if (secret === undefined) return notFound;
    this.put(secret.name, value);
    return success(this.#secrets.get(secret.name)!);
  }

  #create(name: string, value: string): Answer {
    if (this.#secrets.has(name)) {
      return failure(
        400,
        "ResourceExistsException",
        `The operation failed because the secret ${name} already exists.`,
      );
    }
    this.put(name, value);
    return success(this.#secrets.get(name)!);
  }

  #find(id: string): Secret | undefined {
    return [...this.#secrets.values()].find(({ name }) => id === name || id === arnOf(name));
  }
}

function arnOf(name: string): string {
  return `arn:aws:secretsmanager:us-east-1:123456789012:secret:${name}-AbCdEf`;
}

function success({ name, versionId }: Secret, more: object = {}): Answer {
  return {
    status: 200,
    body: { ARN: arnOf(name), Name: name, VersionId: versionId, VersionStages: ["AWSCURRENT"], ...more },
  };
}

const notFound = failure(
  400,
  "ResourceNotFoundException",
  "Secrets Manager can't find the specified secret.",
);

function failure(status: number, type: string, message: string): Answer {
  return { status, body: { __type: type, Message: message } };
}
