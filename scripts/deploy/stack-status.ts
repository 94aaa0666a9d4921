import { type CloudFormationClient, DescribeStacksCommand } from "@aws-sdk/client-cloudformation";

/** CloudFormation's word for how a stack is, or undefined where there is none. */
export async function stackStatus(client: CloudFormationClient, name: string): Promise<string | undefined> {
  try {
    const { Stacks: [stack] = [] } = await client.send(new DescribeStacksCommand({ StackName: name }));
    return stack?.StackStatus;
  } catch (error) {
    if (error instanceof Error && error.message.endsWith(" does not exist")) return undefined;
    throw error;
  }
}
