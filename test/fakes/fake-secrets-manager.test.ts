import assert from "node:assert/strict";
import { after, before, suite, test } from "node:test";
import {
  CreateSecretCommand,
  GetSecretValueCommand,
  PutSecretValueCommand,
  SecretsManagerClient,
} from "@aws-sdk/client-secrets-manager";
import { FakeSecretsManager } from "./fake-secrets-manager.ts";

suite("the fake Secrets Manager, asked by AWS's own SDK", () => {
  let secrets: FakeSecretsManager;
  let client: SecretsManagerClient;

  before(async () => {
    secrets = await FakeSecretsManager.start();
    client = new SecretsManagerClient({
      endpoint: secrets.url.href,
      region: "us-east-1",
      credentials: { accessKeyId: "fake", secretAccessKey: "fake" },
    });
  });
  after(async () => {
    client.destroy();
    await secrets.close();
  });

  test("a secret is made once, gets a new value, and is found by name and by ARN", async () => {
    const create = new CreateSecretCommand({ Name: "key", SecretString: "sk-one" });
    const { ARN } = await client.send(create);
    await assert.rejects(client.send(create), { name: "ResourceExistsException" });
    await client.send(new PutSecretValueCommand({ SecretId: "key", SecretString: "sk-two" }));
    const got = await client.send(new GetSecretValueCommand({ SecretId: ARN }));
    assert.equal(got.SecretString, "sk-two");
    assert.deepEqual(got.VersionStages, ["AWSCURRENT"]);
  });

  test("a secret that is not there is missed by AWS's own name", async () => {
    const get = new GetSecretValueCommand({ SecretId: "nobody's" });
    await assert.rejects(client.send(get), { name: "ResourceNotFoundException" });
  });
});
