import type { CloudFormation } from "./synthesized.ts";

export const account = "123456789012";
export const region = "us-east-1";

const pseudoParameters: Record<string, string> = {
  "AWS::AccountId": account,
  "AWS::Region": region,
  "AWS::Partition": "aws",
  "AWS::URLSuffix": "amazonaws.com",
};

/** The template as CloudFormation would deploy it, each reference replaced by the name it stands for. */
export function resolved(
  template: CloudFormation,
  functionUrl = "https://abc.lambda-url.test/",
): CloudFormation {
  const value = (node: unknown): unknown => {
    if (Array.isArray(node)) return node.map(value);
    if (typeof node !== "object" || node === null) return node;
    const entries = Object.entries(node);
    const [name, argument] = entries[0] ?? ["", undefined];
    const intrinsic = entries.length === 1 ? intrinsics[name] : undefined;
    if (intrinsic !== undefined) return intrinsic(argument);
    return Object.fromEntries(entries.map(([key, child]) => [key, value(child)]));
  };
  const text = (node: unknown): string => String(value(node));
  const intrinsics: Record<string, (argument: unknown) => unknown> = {
    Ref: (id) => pseudoParameters[String(id)] ?? attribute(String(id), "Ref"),
    "Fn::GetAtt": (path) => attribute(...(path as [string, string])),
    "Fn::Sub": (pattern) =>
      String(pattern).replaceAll(/\$\{([^}]+)\}/g, (_match, id: string) => text({ Ref: id })),
    "Fn::Join": (argument) => {
      const [separator, parts] = argument as [string, unknown[]];
      return parts.map(text).join(separator);
    },
    "Fn::Select": (argument) => {
      const [index, list] = argument as [number, unknown];
      return (value(list) as string[])[index];
    },
    "Fn::Split": (argument) => {
      const [separator, whole] = argument as [string, unknown];
      return text(whole).split(separator);
    },
  };
  const attribute = (id: string, name: string): string => {
    const resource = template.Resources[id];
    const found = attributes[`${resource?.Type} ${name}`];
    if (resource === undefined || found === undefined) throw new Error(`no ${name} of ${id} is known`);
    return found((property) => text(resource.Properties[property]));
  };
  const arn = (service: string, name: string): string => `arn:aws:${service}:${region}:${account}:${name}`;
  const functionArn = (name: string): string => arn("lambda", `function:${name}`);
  const attributes: Record<string, (property: (name: string) => string) => string> = {
    "AWS::DynamoDB::Table Ref": (property) => property("TableName"),
    "AWS::DynamoDB::Table Arn": (property) => arn("dynamodb", `table/${property("TableName")}`),
    "AWS::S3::Bucket Ref": (property) => property("BucketName"),
    "AWS::S3::Bucket Arn": (property) => `arn:aws:s3:::${property("BucketName")}`,
    "AWS::KMS::Key Arn": () => arn("kms", "key/made"),
    "AWS::Logs::LogGroup Ref": (property) => property("LogGroupName"),
    "AWS::Logs::LogGroup Arn": (property) => arn("logs", `log-group:${property("LogGroupName")}:*`),
    "AWS::IAM::Role Arn": (property) => `arn:aws:iam::${account}:role/${property("RoleName")}`,
    "AWS::Lambda::Function Ref": (property) => property("FunctionName"),
    "AWS::Lambda::Function Arn": (property) => functionArn(property("FunctionName")),
    "AWS::Lambda::Version Version": () => "1",
    "AWS::Lambda::Alias Ref": (property) => functionArn(`${property("FunctionName")}:${property("Name")}`),
    "AWS::Lambda::Alias AliasArn": (property) =>
      functionArn(`${property("FunctionName")}:${property("Name")}`),
    "AWS::Lambda::Url FunctionUrl": () => functionUrl,
    "AWS::CloudWatch::Alarm Arn": (property) => arn("cloudwatch", `alarm:${property("AlarmName")}`),
    "AWS::SNS::Topic Ref": (property) => arn("sns", property("TopicName")),
  };
  const { Resources, Outputs } = template;
  return value({ Resources, Outputs }) as CloudFormation;
}
