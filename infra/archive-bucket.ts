import { Aws, Duration, RemovalPolicy, Validations } from "aws-cdk-lib";
import { type IKey, Key } from "aws-cdk-lib/aws-kms";
import {
  BlockPublicAccess,
  Bucket,
  type BucketProps,
  BucketEncryption,
  ObjectLockRetention,
  ObjectOwnership,
} from "aws-cdk-lib/aws-s3";
import { Construct } from "constructs";
import type { ResourceNames } from "../lambda/resource-names.ts";
import type { Settings } from "./settings.ts";

export interface ArchiveBucketProps {
  names: ResourceNames;
  settings: Settings;
}

/** Every exchange, one object each, for as long as the settings say. */
export class ArchiveBucket extends Construct {
  readonly bucket: Bucket;
  readonly key: IKey | undefined;

  constructor(scope: Construct, id: string, { names, settings }: ArchiveBucketProps) {
    super(scope, id);
    this.key = this.#keyOf(settings.kmsKey);
    this.bucket = new Bucket(this, "Bucket", {
      bucketName: `${names.logsBucketPrefix}${Aws.ACCOUNT_ID}`,
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      objectOwnership: ObjectOwnership.BUCKET_OWNER_ENFORCED,
      enforceSSL: true,
      minimumTLSVersion: 1.2,
      removalPolicy: RemovalPolicy.RETAIN,
      ...encryption(this.key),
      ...lifecycle(settings),
      ...objectLock(settings.objectLockDays),
    });
    Validations.of(this.bucket).acknowledge({
      id: "AwsSolutions-S1",
      reason:
        "The archive is itself the log. Who reads it is told by CloudTrail data events, which docs/security.md shows how to turn on.",
    });
  }

  #keyOf(kmsKey: string): IKey | undefined {
    if (kmsKey === "none") return undefined;
    if (kmsKey !== "create") return Key.fromKeyArn(this, "GivenKey", kmsKey);
    return new Key(this, "Key", {
      description: "The words of codex-proxy's archive",
      enableKeyRotation: true,
      removalPolicy: RemovalPolicy.RETAIN,
    });
  }
}

function encryption(key: IKey | undefined): Partial<BucketProps> {
  if (key === undefined) return { encryption: BucketEncryption.S3_MANAGED };
  // One call to KMS for many objects: https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucket-key.html
  return { encryption: BucketEncryption.KMS, encryptionKey: key, bucketKeyEnabled: true };
}

function lifecycle({ archiveRetentionDays, objectLockDays }: Settings): Partial<BucketProps> {
  return {
    lifecycleRules: [
      {
        id: "expire-exchanges",
        prefix: "logs/",
        enabled: archiveRetentionDays > 0,
        expiration: Duration.days(archiveRetentionDays || 36_500),
        // A locked bucket keeps versions: what has expired goes for good a day later.
        ...(objectLockDays !== undefined && { noncurrentVersionExpiration: Duration.days(1) }),
      },
      { id: "abort-uploads", abortIncompleteMultipartUploadAfter: Duration.days(1) },
    ],
  };
}

function objectLock(days: number | undefined): Partial<BucketProps> {
  if (days === undefined) return {};
  return {
    objectLockEnabled: true,
    objectLockDefaultRetention: ObjectLockRetention.governance(Duration.days(days)),
  };
}
