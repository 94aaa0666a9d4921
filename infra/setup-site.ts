import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { type CfnElement, DefaultStackSynthesizer, RemovalPolicy, Stack, Validations } from "aws-cdk-lib";
import { Certificate } from "aws-cdk-lib/aws-certificatemanager";
import {
  CachePolicy,
  Distribution,
  type DistributionProps,
  HttpVersion,
  PriceClass,
  ResponseHeadersPolicy,
  SecurityPolicyProtocol,
  ViewerProtocolPolicy,
} from "aws-cdk-lib/aws-cloudfront";
import { S3BucketOrigin } from "aws-cdk-lib/aws-cloudfront-origins";
import { BlockPublicAccess, Bucket, BucketEncryption, type IBucket } from "aws-cdk-lib/aws-s3";
import { BucketDeployment, Source } from "aws-cdk-lib/aws-s3-deployment";
import { Construct } from "constructs";
import { SettingsError } from "./settings.ts";

export interface SetupSiteProps {
  folder: string;
  proxyUrl: string;
  domain: string | undefined;
  certificateArn: string | undefined;
}

const scripts = ["setup.sh", "setup-windows.ps1"];

/** What stands in the scripts for the proxy's address; only the deployment knows it. */
const urlPlaceholder = "__CODEX_PROXY_URL__";

/** The two scripts that set up a developer's machine, with the proxy's address filled in. No secret is in them. */
export class SetupSite extends Construct {
  /** Without a slash at its end. */
  readonly url: string;

  constructor(scope: Construct, id: string, { folder, proxyUrl, domain, certificateArn }: SetupSiteProps) {
    super(scope, id);
    const bucket = new Bucket(this, "Bucket", {
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      encryption: BucketEncryption.S3_MANAGED,
      enforceSSL: true,
      minimumTLSVersion: 1.2,
      // All that is in it comes from this repository.
      removalPolicy: RemovalPolicy.DESTROY,
    });
    const distribution = new Distribution(this, "Distribution", {
      comment: "codex-proxy: setup of a developer's machine",
      defaultBehavior: {
        origin: S3BucketOrigin.withOriginAccessControl(bucket as IBucket),
        viewerProtocolPolicy: ViewerProtocolPolicy.REDIRECT_TO_HTTPS,
        cachePolicy: CachePolicy.CACHING_OPTIMIZED,
        responseHeadersPolicy: ResponseHeadersPolicy.SECURITY_HEADERS,
      },
      defaultRootObject: "setup.sh",
      httpVersion: HttpVersion.HTTP2_AND_3,
      priceClass: PriceClass.PRICE_CLASS_100,
      ...this.#ownDomain(domain, certificateArn),
    });
    new BucketDeployment(this, "Scripts", {
      sources: scripts.map((name) => Source.data(name, scriptOf(folder, name, proxyUrl))),
      destinationBucket: bucket as IBucket,
      distribution,
    });
    this.url = `https://${domain ?? distribution.distributionDomainName}`;
    acknowledgeSite(this);
    acknowledgeCopier(Stack.of(this), bucket);
  }

  #ownDomain(domain: string | undefined, certificateArn: string | undefined): Partial<DistributionProps> {
    if (domain === undefined || certificateArn === undefined) return {};
    return {
      domainNames: [domain],
      certificate: Certificate.fromCertificateArn(this, "Certificate", certificateArn),
      minimumProtocolVersion: SecurityPolicyProtocol.TLS_V1_2_2021,
    };
  }
}

function scriptOf(folder: string, name: string, proxyUrl: string): string {
  const path = join(folder, name);
  if (!existsSync(path))
    throw new SettingsError(`setupSiteFolder is not usable: expected a folder with ${name} in it.`);
  const text = readFileSync(path, "utf8");
  if (!text.includes(urlPlaceholder))
    throw new SettingsError(
      `setupSiteFolder is not usable: expected ${urlPlaceholder} in ${name}, for the address.`,
    );
  return text.replaceAll(urlPlaceholder, proxyUrl);
}

function acknowledgeSite(site: Construct): void {
  const reasons = {
    S1: "Two public scripts: who fetched them matters to nobody.",
    CFR1: "Developers may be anywhere.",
    CFR2: "Two static files without any input: there is nothing for a firewall to look at.",
    CFR3: "Two public scripts: who fetched them matters to nobody.",
    CFR4: "CloudFront's own name allows nothing else; with setupDomain it is TLS 1.2 and above.",
  };
  for (const [rule, reason] of Object.entries(reasons)) {
    Validations.of(site).acknowledge({ id: `AwsSolutions-${rule}`, reason });
  }
}

/** CDK's own helper, which copies the scripts into the bucket: one function for the stack, with a role by CDK. */
function acknowledgeCopier(stack: Stack, bucket: Bucket): void {
  const reason =
    "CDK's own helper for copying files into a bucket: it runs while the stack is deployed and never in between, and its role is CDK's.";
  const bucketId = stack.getLogicalId(bucket.node.defaultChild as CfnElement);
  const qualifier = DefaultStackSynthesizer.DEFAULT_QUALIFIER;
  const findings = [
    "AwsSolutions-L1",
    "Serverless-LambdaDLQ",
    "Serverless-LambdaLatestVersion",
    "Serverless-LambdaTracing",
    "AwsSolutions-IAM4[Policy::arn:<AWS::Partition>:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole]",
    ...["GetBucket", "GetObject", "List", "Abort", "DeleteObject"].map(
      (action) => `AwsSolutions-IAM5[Action::s3:${action}*]`,
    ),
    "AwsSolutions-IAM5[Resource::*]",
    `AwsSolutions-IAM5[Resource::<${bucketId}.Arn>/*]`,
    `AwsSolutions-IAM5[Resource::arn:<AWS::Partition>:s3:::cdk-${qualifier}-assets-<AWS::AccountId>-<AWS::Region>/*]`,
  ];
  const copier = stack.node.children.find(({ node }) => node.id.startsWith("Custom::CDKBucketDeployment"))!;
  for (const id of findings) Validations.of(copier).acknowledge({ id, reason });
}
