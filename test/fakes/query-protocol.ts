import type { Answer, DeployedState, PolicyStatement } from "./fake-control-plane.ts";

type Query = (state: DeployedState, query: URLSearchParams) => string | QueryError;

class QueryError {
  readonly code: string;
  readonly message: string;

  constructor(code: string, message: string) {
    this.code = code;
    this.message = message;
  }
}

/** The services that ask with a form and answer with XML: IAM, STS and CloudFormation. */
export function answerQuery(state: DeployedState, query: URLSearchParams): Answer {
  const action = query.get("Action") ?? "";
  const result = queries[action]?.(state, query) ?? new QueryError("InvalidAction", `no call ${action}`);
  if (result instanceof QueryError) {
    const error = `<Error><Type>Sender</Type><Code>${result.code}</Code><Message>${result.message}</Message></Error>`;
    return { status: 400, type: "text/xml", body: `<ErrorResponse>${error}</ErrorResponse>` };
  }
  const body = `<${action}Response><${action}Result>${result}</${action}Result></${action}Response>`;
  return { status: 200, type: "text/xml", body };
}

const queries: Record<string, Query> = {
  // https://docs.aws.amazon.com/STS/latest/APIReference/API_GetCallerIdentity.html
  GetCallerIdentity: ({ account }) => `<Account>${account}</Account>`,

  // https://docs.aws.amazon.com/IAM/latest/APIReference/API_SimulatePrincipalPolicy.html
  SimulatePrincipalPolicy({ role }, query) {
    const action = query.get("ActionNames.member.1") ?? "";
    const resource = query.get("ResourceArns.member.1") ?? "";
    const decision = role.some((statement) => allows(statement, action, resource))
      ? "allowed"
      : "implicitDeny";
    return `<EvaluationResults><member><EvalActionName>${action}</EvalActionName><EvalDecision>${decision}</EvalDecision></member></EvaluationResults>`;
  },

  // https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_DescribeStacks.html
  DescribeStacks({ stacks }, query) {
    const name = query.get("StackName") ?? "";
    const status = stacks[name];
    if (status === undefined)
      return new QueryError("ValidationError", `Stack with id ${name} does not exist`);
    const stack = `<StackName>${name}</StackName><StackStatus>${status}</StackStatus><CreationTime>2026-11-22T00:00:00Z</CreationTime>`;
    return `<Stacks><member>${stack}</member></Stacks>`;
  },

  UpdateTerminationProtection(state, query) {
    state.isTerminationProtected = query.get("EnableTerminationProtection") === "true";
    return "";
  },

  DeleteStack(state, query) {
    if (state.isTerminationProtected)
      return new QueryError("ValidationError", "TerminationProtection is enabled");
    delete state.stacks[query.get("StackName") ?? ""];
    return "";
  },
};

function allows(
  { Effect, Action, Resource = [] }: PolicyStatement,
  action: string,
  resource: string,
): boolean {
  const isNamed = [Action].flat().includes(action);
  return Effect === "Allow" && isNamed && [Resource].flat().some((pattern) => matches(pattern, resource));
}

// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html
function matches(pattern: string, arn: string): boolean {
  const escaped = pattern.replaceAll(/[.+^${}()|[\]\\]/g, String.raw`\$&`);
  return new RegExp(`^${escaped.replaceAll("*", ".*").replaceAll("?", ".")}$`).test(arn);
}
