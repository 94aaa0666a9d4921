/** What the function needs of Secrets Manager's client; see `s3-sdk.ts`. */
export { GetSecretValueCommand, SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
