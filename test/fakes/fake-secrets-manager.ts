import { randomUUID } from "node:crypto";
import { type AwsJsonAnswer, startAwsJson } from "./aws-json.ts";
import type { LocalServer } from "./local-server.ts";
import type { RecordedRequest } from "./recorded-request.ts";
import { TroublePlan } from "./trouble.ts";

interface Secret {
  name: string;
  value: string;
  versionId: string;
}

/** Secrets Manager's three calls, in its JSON 1.1 protocol. */
export class FakeSecretsManager {
  readonly requests: RecordedRequest[] = [];
  readonly trouble = new TroublePlan();
  readonly #secrets = new Map<string, Secret>();
  #server!: LocalServer;

  static async start(): Promise<FakeSecretsManager> {
    const fake = new FakeSecretsManager();
    fake.#server = await startAwsJson(fake, (request) => fake.#serve(request));
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

  #serve({ headers, body }: RecordedRequest): AwsJsonAnswer {
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

  #get(id: string): AwsJsonAnswer {
    const secret = this.#find(id);
    if (secret === undefined) return notFound;
    return success(secret, { SecretString: secret.value, CreatedDate: 1_795_333_555 });
  }

  #putValue(id: string, value: string): AwsJsonAnswer {
    const secret = this.#find(id);
    if (secret === undefined) return notFound;
    this.put(secret.name, value);
    return success(this.#secrets.get(secret.name)!);
  }

  #create(name: string, value: string): AwsJsonAnswer {
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

function success({ name, versionId }: Secret, more: object = {}): AwsJsonAnswer {
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

function failure(status: number, type: string, message: string): AwsJsonAnswer {
  return { status, body: { __type: type, Message: message } };
}
