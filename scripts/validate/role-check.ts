import { SimulatePrincipalPolicyCommand } from "@aws-sdk/client-iam";
import { type Check, type Finding, firstProblem, failed } from "./check.ts";
import type { LiveDeployment } from "./live-deployment.ts";

/** Asks IAM itself, which knows of boundaries and organisation policies that the template does not. */
export const roleCheck: Check = { name: "role", look: lookAtRole };

async function lookAtRole(live: LiveDeployment): Promise<Finding> {
  const { Role: role = "", FunctionArn: functionArn = "" } = await live.configuration();
  const [, partition, , region] = functionArn.split(":");
  const arn = (service: string, name: string): string =>
    `arn:${partition}:${service}:${region}:${live.account}:${name}`;
  const { names } = live;
  const needed: [action: string, resource: string][] = [
    ["dynamodb:GetItem", arn("dynamodb", `table/${names.tokensTable}`)],
    ["dynamodb:UpdateItem", arn("dynamodb", `table/${names.usageTable}`)],
    ["dynamodb:Query", arn("dynamodb", `table/${names.usageTable}`)],
    ["s3:PutObject", `arn:${partition}:s3:::${live.logsBucket}/logs/an-exchange`],
    ["secretsmanager:GetSecretValue", arn("secretsmanager", `secret:${names.openaiSecretId}-AbCdEf`)],
    ["logs:PutLogEvents", arn("logs", `log-group:${names.logGroup}:log-stream:an-instance`)],
  ];
  const refused = await Promise.all(
    needed.map(async ([action, resource]) => {
      const simulated = await live.iam.send(
        new SimulatePrincipalPolicyCommand({
          PolicySourceArn: role,
          ActionNames: [action],
          ResourceArns: [resource],
        }),
      );
      return (
        simulated.EvaluationResults?.[0]?.EvalDecision !== "allowed" &&
        failed(`the function may not ${action} on ${resource}`, live.deploy)
      );
    }),
  );
  return firstProblem(refused, `${names.roleName} may do all that the function does`);
}
