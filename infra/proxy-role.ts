import { Aws, type CfnElement, Stack, Validations } from "aws-cdk-lib";
import { PolicyDocument, PolicyStatement, Role, ServicePrincipal } from "aws-cdk-lib/aws-iam";
import type { LogGroup } from "aws-cdk-lib/aws-logs";
import type { Construct } from "constructs";
import type { ResourceNames } from "../lambda/resource-names.ts";
import type { ArchiveBucket } from "./archive-bucket.ts";
import type { Tables } from "./tables.ts";

export interface ProxyRoleProps {
  names: ResourceNames;
  tables: Tables;
  archive: ArchiveBucket;
  logGroup: LogGroup;
}

/**
 * What the function may do, written by hand: one statement for each call it makes, and nothing besides. CDK's own
 * grants are wider. docs/security.md has the reason for each.
 */
export function createProxyRole(scope: Construct, id: string, props: ProxyRoleProps): Role {
  const { names, tables, archive, logGroup } = props;
  // Secrets Manager ends every secret's ARN with a hyphen and six characters of its own choice.
  // https://docs.aws.amazon.com/secretsmanager/latest/userguide/auth-and-access_examples.html#auth-and-access_examples_wildcard
  const secret = `arn:${Aws.PARTITION}:secretsmanager:${Aws.REGION}:${Aws.ACCOUNT_ID}:secret:${names.openaiSecretId}-??????`;
  const role = new Role(scope, id, {
    roleName: names.roleName,
    assumedBy: new ServicePrincipal("lambda.amazonaws.com"),
    inlinePolicies: {
      proxy: new PolicyDocument({
        statements: [
          allow("ReadTokens", ["dynamodb:GetItem"], tables.tokens.tableArn),
          allow("CountUsage", ["dynamodb:UpdateItem"], tables.usage.tableArn),
          allow("TellOwnUsage", ["dynamodb:Query"], tables.usage.tableArn),
          allow("WriteArchive", ["s3:PutObject"], archive.bucket.arnForObjects("logs/*")),
          ...(archive.key === undefined
            ? []
            : [allow("EncryptArchive", ["kms:GenerateDataKey"], archive.key.keyArn)]),
          allow("ReadOpenAiKey", ["secretsmanager:GetSecretValue"], secret),
          allow("WriteLog", ["logs:CreateLogStream", "logs:PutLogEvents"], logGroup.logGroupArn),
        ],
      }),
    },
  });
  const bucketId = Stack.of(role).getLogicalId(archive.bucket.node.defaultChild as CfnElement);
  Validations.of(role).acknowledge({
    id: `AwsSolutions-IAM5[Resource::<${bucketId}.Arn>/logs/*]`,
    reason: "Each exchange is an object with a name of its own, below logs/ only.",
  });
  return role;
}

function allow(sid: string, actions: string[], resource: string): PolicyStatement {
  return new PolicyStatement({ sid, actions, resources: [resource] });
}
