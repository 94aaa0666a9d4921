import {
  GetAliasCommand,
  GetFunctionUrlConfigCommand,
  GetPolicyCommand,
  GetProvisionedConcurrencyConfigCommand,
} from "@aws-sdk/client-lambda";
import { readLambdaConfig } from "../../lambda/config.ts";
import { ConfigError } from "../../lambda/domain/config-error.ts";
import { liveAlias } from "../../lambda/resource-names.ts";
import { type Check, type Finding, failed, firstProblem, found, ok } from "./check.ts";
import type { LiveDeployment } from "./live-deployment.ts";

export const functionChecks: readonly Check[] = [
  { name: "function", look: lookAtFunction },
  { name: "environment", look: lookAtEnvironment },
  { name: "alias", look: lookAtAlias },
  { name: "function URL", look: lookAtUrl },
  { name: "URL permissions", look: lookAtPermissions },
];

const target = (live: LiveDeployment): { FunctionName: string; Qualifier: string } => ({
  FunctionName: live.names.functionName,
  Qualifier: liveAlias,
});

async function lookAtFunction(live: LiveDeployment): Promise<Finding> {
  const configuration = await found(live.configuration());
  const { functionName } = live.names;
  if (configuration === undefined)
    return failed(`there is no function ${functionName}:${liveAlias}`, live.deploy);
  const { State, StateReason, Runtime, Timeout, MemorySize } = configuration;
  return firstProblem(
    [
      State !== "Active" &&
        failed(`${functionName} is ${State}: ${StateReason ?? "no reason given"}`, live.deploy),
      Runtime !== "nodejs24.x" && failed(`${functionName} runs on ${Runtime}, not nodejs24.x`, live.deploy),
      Timeout !== 900 && failed(`${functionName} is stopped after ${Timeout} s, not 900`, live.deploy),
    ],
    `${functionName} is active with ${MemorySize} MB`,
  );
}

async function lookAtEnvironment(live: LiveDeployment): Promise<Finding> {
  const { Environment } = await live.configuration();
  const { names } = live;
  try {
    const config = readLambdaConfig(Environment?.Variables ?? {});
    const wrong = [
      ["TOKENS_TABLE", config.tokensTable, names.tokensTable],
      ["USAGE_TABLE", config.usageTable, names.usageTable],
      ["LOGS_BUCKET", config.logsBucket, live.logsBucket],
      ["OPENAI_SECRET_ID", config.openaiSecretId, names.openaiSecretId],
    ].filter(([, value, expected]) => value !== expected);
    return firstProblem(
      wrong.map(([name, value, expected]) => failed(`${name} is ${value}, not ${expected}`, live.deploy)),
      `forwards to ${config.upstreamUrl.origin}, keeps ${config.logBodies === "full" ? "the words" : "no words"}`,
    );
  } catch (error) {
    if (error instanceof ConfigError) return failed(error.message.replace(/\.$/, ""), live.deploy);
    throw error;
  }
}

async function lookAtAlias(live: LiveDeployment): Promise<Finding> {
  const { functionName } = live.names;
  const alias = await found(
    live.lambda.send(new GetAliasCommand({ FunctionName: functionName, Name: liveAlias })),
  );
  if (alias === undefined) return failed(`${functionName} has no alias ${liveAlias}`, live.deploy);
  const warm = await found(live.lambda.send(new GetProvisionedConcurrencyConfigCommand(target(live))));
  if (warm === undefined) return ok(`version ${alias.FunctionVersion}, no instances kept warm`);
  if (warm.Status === "FAILED") {
    return failed(
      `instances can't be kept warm: ${warm.StatusReason ?? "no reason given"}`,
      `${live.deploy.includes(" -- ") ? live.deploy : `${live.deploy} --`} -c provisionedConcurrency=0, or ask AWS for a higher quota`,
    );
  }
  return ok(
    `version ${alias.FunctionVersion}, ${warm.AvailableProvisionedConcurrentExecutions ?? 0} of ${warm.RequestedProvisionedConcurrentExecutions} instances warm`,
  );
}

async function lookAtUrl(live: LiveDeployment): Promise<Finding> {
  const url = await found(live.lambda.send(new GetFunctionUrlConfigCommand(target(live))));
  if (url === undefined) return failed("the alias has no URL", live.deploy);
  return firstProblem(
    [
      url.InvokeMode !== "RESPONSE_STREAM" &&
        failed("the URL sends answers whole instead of streaming them", live.deploy),
      url.AuthType !== "NONE" &&
        failed("the URL asks for AWS signatures, which no Codex can make", live.deploy),
    ],
    `${url.FunctionUrl} streams`,
  );
}

// Both are needed since October 2025: https://docs.aws.amazon.com/lambda/latest/dg/urls-auth.html
const neededPermissions = ["lambda:InvokeFunctionUrl", "lambda:InvokeFunction"];

async function lookAtPermissions(live: LiveDeployment): Promise<Finding> {
  const answer = await found(live.lambda.send(new GetPolicyCommand(target(live))));
  const policy = JSON.parse(answer?.Policy ?? '{"Statement":[]}') as {
    Statement: { Effect: string; Action: string; Principal: unknown }[];
  };
  const open = policy.Statement.filter(({ Effect, Principal }) => Effect === "Allow" && isAnybody(Principal));
  const missing = neededPermissions.filter((name) => !open.some(({ Action }) => Action === name));
  return firstProblem(
    missing.map((name) =>
      failed(`callers of the URL may not ${name}: AWS answers them with 403`, live.deploy),
    ),
    "callers may come in through the URL",
  );
}

/** AWS gives a public principal in either form. */
function isAnybody(principal: unknown): boolean {
  return principal === "*" || (principal as { AWS?: unknown } | undefined)?.AWS === "*";
}
