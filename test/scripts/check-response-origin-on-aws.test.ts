import assert from "node:assert/strict";
import { after, afterEach, before, beforeEach, suite, test } from "node:test";
import { startDynamoDb } from "../fakes/dynamodb.ts";
import { FakeCloudWatchLogs } from "../fakes/fake-cloudwatch-logs.ts";
import { FakeS3 } from "../fakes/fake-s3.ts";
import { runScript } from "./run-script.ts";

const group = "/aws/lambda/codex-proxy";
const day = "2026-11-20";

const refusal = (time: string, code: string) => ({
  timestamp: Date.parse(time),
  message: JSON.stringify({ level: "WARN", message: "exchange", status: 401, code }),
});

suite("check-response-origin on AWS", () => {
  let logs: FakeCloudWatchLogs;
  let s3: FakeS3;
  let dynamoDb: Awaited<ReturnType<typeof startDynamoDb>>;
  before(async () => {
    [s3, dynamoDb] = await Promise.all([FakeS3.start("logs"), startDynamoDb()]);
  });
  after(() => Promise.all([s3.close(), dynamoDb.close()]));
  beforeEach(async () => {
    logs = await FakeCloudWatchLogs.start();
    logs.put(group, [
      refusal("2026-11-19T23:59:59.999Z", "invalid_proxy_token"),
      refusal("2026-11-20T00:00:00.000Z", "invalid_proxy_token"),
      refusal("2026-11-20T12:00:00.000Z", "route_not_allowed"),
      refusal("2026-11-20T23:59:59.999Z", "invalid_proxy_token"),
      refusal("2026-11-21T00:00:00.000Z", "invalid_proxy_token"),
    ]);
  });

  afterEach(() => logs.close());

  const check = (text: string, ...args: string[]) =>
    runScript("check-response-origin", [text, "--from", day, "--to", day, "--bucket", "logs", ...args], {
      env: {
        AWS_ENDPOINT_URL_CLOUDWATCH_LOGS: logs.url.origin,
        AWS_ENDPOINT_URL_S3: s3.url.origin,
        AWS_ENDPOINT_URL_DYNAMODB: dynamoDb.url.origin,
        AWS_REGION: "us-east-1",
        AWS_ACCESS_KEY_ID: "fake",
        AWS_SECRET_ACCESS_KEY: "fake",
      },
    });
  const found = async (text: string, ...args: string[]) => {
    const { stdout, stderr } = await check(text, "--json", ...args);
    assert.equal(stderr, "");
    const { verdict, refusals_in_log, log_problem } = JSON.parse(stdout);
    return [verdict, refusals_in_log, log_problem];
  };

  test("the function's own log is read to its last page, of these days, past pages that are empty", async () => {
    assert.deepEqual(await found("no proxy token came"), ["proxy", { invalid_proxy_token: 2 }, null]);
    assert.equal(logs.asked.length, 5);
  });

  test("a text that no refusal has asks the log for nothing", async () => {
    assert.deepEqual(await found("high demand"), ["neither", {}, null]);
    assert.deepEqual(logs.asked, []);
  });

  test("another stage has a log of its own", async () => {
    logs.put(`${group}-dev`, [refusal(`${day}T01:00:00Z`, "route_not_allowed")]);
    assert.deepEqual(await found("route_not_allowed", "--stage", "dev"), [
      "proxy",
      { route_not_allowed: 1 },
      null,
    ]);
  });

  test("a page that is throttled is asked for again", async () => {
    logs.trouble.add({ kind: "status", status: 400, code: "ThrottlingException" }, 2);
    assert.deepEqual(await found("no proxy token came"), ["proxy", { invalid_proxy_token: 2 }, null]);
  });

  test("without the permission for the log, what the archive says is shown with a sentence on it", async () => {
    logs.trouble.add({ kind: "status", status: 400, code: "AccessDeniedException" });
    const { code, stdout } = await check("no proxy token came");
    assert.equal(code, 0);
    assert.match(stdout, /^Neither OpenAI nor the proxy said it\./);
    assert.match(
      stdout,
      /^The log in CloudWatch was not read, or not all of it: AWS does not allow this: Trouble was asked for\.$/m,
    );
  });

  test("a log that is not there is said so", async () => {
    const [verdict, , problem] = await found("no proxy token came", "--stage", "nobody");
    assert.equal(verdict, "neither");
    assert.match(problem, /no such table or secret or log in this region; check --region and --stage/);
  });

  test("a log without an end is read no further than its bound", async () => {
    logs.isEndless = true;
    const [, counts, problem] = await found("no proxy token came");
    assert.deepEqual(counts, { invalid_proxy_token: 2 });
    assert.match(problem, /too long for these days/);
    assert.equal(logs.asked.length, 500);
  });
});
