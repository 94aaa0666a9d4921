import type { SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import type { KeySource } from "../cached-key-store.ts";
import { keyShape } from "../key-store.ts";

/** The name of the key in a secret that is a JSON object. */
const keyName = "OPENAI_API_KEY";

/** The key as it lies in Secrets Manager, kept for a while: see `CachedKeyStore`. */
export class SecretsManagerKeyStore implements KeySource {
  readonly #client: () => Promise<SecretsManagerClient>;
  readonly #secretId: string;

  constructor(client: () => Promise<SecretsManagerClient>, secretId: string) {
    this.#client = client;
    this.#secretId = secretId;
  }

  async get(): Promise<string> {
    const { GetSecretValueCommand } = await import("./secrets-manager-sdk.ts");
    const client = await this.#client();
    const { SecretString: secret } = await client.send(
      new GetSecretValueCommand({ SecretId: this.#secretId }),
    );
    return keyInSecret(secret ?? "");
  }
}

function keyInSecret(secret: string): string {
  const key = (secret.trimStart().startsWith("{") ? keyInJson(secret) : secret).trim();
  if (!keyShape.test(key)) {
    throw new Error(
      `the secret holds no OpenAI key: it must be the key itself, or JSON with the key under ${keyName}`,
    );
  }
  return key;
}

function keyInJson(secret: string): string {
  try {
    const value = (JSON.parse(secret) as Record<string, unknown>)[keyName];
    return typeof value === "string" ? value : "";
  } catch {
    // The parser's own message would quote the secret.
    return "";
  }
}
