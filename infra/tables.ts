import { RemovalPolicy } from "aws-cdk-lib";
import { AttributeType, BillingMode, Table, type TableProps } from "aws-cdk-lib/aws-dynamodb";
import { Construct } from "constructs";
import type { ResourceNames } from "../lambda/resource-names.ts";

/** Tables that outlive their stack, can be taken back to any second of the last 35 days, and cost nothing while idle. */
const kept = {
  billingMode: BillingMode.PAY_PER_REQUEST,
  pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
  deletionProtection: true,
  removalPolicy: RemovalPolicy.RETAIN,
} satisfies Partial<TableProps>;

/** Who may come in, and what was used: docs/storage.md describes both. */
export class Tables extends Construct {
  readonly tokens: Table;
  readonly usage: Table;

  constructor(scope: Construct, id: string, names: ResourceNames) {
    super(scope, id);
    this.tokens = new Table(this, "Tokens", {
      ...kept,
      tableName: names.tokensTable,
      partitionKey: { name: "token_hash", type: AttributeType.STRING },
    });
    this.tokens.addGlobalSecondaryIndex({
      indexName: "user_id",
      partitionKey: { name: "user_id", type: AttributeType.STRING },
    });
    this.usage = new Table(this, "Usage", {
      ...kept,
      tableName: names.usageTable,
      partitionKey: { name: "day", type: AttributeType.STRING },
      sortKey: { name: "series", type: AttributeType.STRING },
    });
  }
}
