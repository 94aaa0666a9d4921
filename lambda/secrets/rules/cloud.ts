import { type Rule, near, token } from "../rule.ts";
import { uuid } from "./uuid.ts";

export const cloudRules: Rule[] = [
  // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html#identifiers-unique-ids
  token("aws-access-key-id", "AWS access key ID", "AKIA|ASIA|ABIA|ACCA", /[A-Z0-9]{16}/, { bits: 2.6 }),
  // https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_access-keys.html
  near(
    "aws-secret-access-key",
    "AWS secret access key",
    "aws|amazon|secret_access_key|secretaccesskey|secret-access-key|secretkey",
    /[A-Za-z0-9/+=]{40}/,
    { bits: 3.7 },
  ),
  // https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_temp_use-resources.html
  near(
    "aws-session-token",
    "AWS session token",
    "session_token|sessiontoken|security_token|securitytoken",
    /[A-Za-z0-9/+]{100,1200}={0,3}/,
    { bits: 4.5 },
  ),
  // https://docs.aws.amazon.com/bedrock/latest/userguide/api-keys.html
  token(
    "aws-bedrock-api-key",
    "Amazon Bedrock API key",
    "ABSKQmVkcm9ja0FQSUtleS",
    /[A-Za-z0-9+/]{90,300}={0,2}/,
    { bits: 3.5 },
  ),
  token(
    "aws-bedrock-session-key",
    "Amazon Bedrock short-term API key",
    "bedrock-api-key-YmVkcm9jay5hbWF6b25hd3MuY29t",
    /[A-Za-z0-9+/=._-]{0,1500}/,
  ),
  // https://docs.aws.amazon.com/general/latest/gr/mws.html
  token("aws-mws-auth-token", "Amazon MWS auth token", "amzn.mws.", uuid),
  // https://developer.amazon.com/docs/login-with-amazon/obtain-customer-profile.html
  token(
    "amazon-oauth-token",
    "Login with Amazon token",
    "amzn1.oa2-cs.v1.|amzn1.application-oa2-client.",
    /[a-f\d]{32,64}/,
  ),
  // https://cloud.google.com/docs/authentication/api-keys
  token("gcp-api-key", "Google API key", "AIza", /[\w-]{35}/, { bits: 3.3 }),
  // https://ai.google.dev/gemini-api/docs/api-key
  token("gcp-gemini-api-key", "Gemini API key", "AQ.Ab8RN6", /[\w-]{44}/),
  // https://developers.google.com/identity/protocols/oauth2
  token("gcp-oauth-client-secret", "Google OAuth client secret", "GOCSPX-", /[\w-]{28}/),
  token("gcp-oauth-access-token", "Google OAuth access token", "ya29.", /[\w-]{30,1000}/),
  token("gcp-oauth-refresh-token", "Google OAuth refresh token", "1//0", /[\w-]{40,120}/),
  // https://cloud.google.com/iam/docs/keys-create-delete
  near("gcp-service-account-key-id", "Google service account key ID", "private_key_id", /[a-f\d]{40}/, {
    bits: 3,
  }),
  // https://learn.microsoft.com/en-us/entra/identity-platform/quickstart-register-app
  near(
    "azure-ad-client-secret",
    "Microsoft Entra client secret",
    "secret|azure|password|credential|aad|entra|client",
    /[\w~.]{3}\dQ~[\w~.-]{31,34}/,
    { bits: 3 },
  ),
  // https://learn.microsoft.com/en-us/azure/storage/common/storage-account-keys-manage
  token(
    "azure-storage-key",
    "Azure storage account key",
    "AccountKey=|accountkey=|ACCOUNTKEY=",
    /([A-Za-z0-9+/]{86}==)/,
    { bits: 4 },
  ),
  near(
    "azure-account-key",
    "Azure account key",
    "azure|storage|cosmos|account|batch",
    /[A-Za-z0-9+/]{86}==/,
    { bits: 4.5 },
  ),
  // https://learn.microsoft.com/en-us/azure/service-bus-messaging/service-bus-sas
  token(
    "azure-shared-access-key",
    "Azure shared access key",
    "SharedAccessKey=|sharedaccesskey=",
    /([A-Za-z0-9+/]{40,88}={0,2})/,
    { bits: 3.5 },
  ),
  // https://learn.microsoft.com/en-us/azure/storage/common/storage-sas-overview
  token(
    "azure-sas-signature",
    "Azure SAS signature",
    "sig=",
    /((?:[A-Za-z0-9]|%2[BbFf]|[+/]){40,60}(?:%3[Dd]|=))/,
    { bits: 3.7 },
  ),
  // https://learn.microsoft.com/en-us/azure/devops/organizations/accounts/use-personal-access-tokens-to-authenticate
  near(
    "azure-devops-pat",
    "Azure DevOps personal access token",
    "azure|devops|vsts|ado|vss",
    /[a-z2-7]{52}|[A-Za-z0-9]{76}AZDO[A-Za-z0-9]{4}/,
    { bits: 3.5 },
  ),
  // https://learn.microsoft.com/en-us/azure/ai-services/authentication
  near(
    "azure-ai-key",
    "Azure AI services key",
    "azure|cognitive|subscription-key|subscription_key",
    /[a-f\d]{32}|[A-Za-z0-9]{84}/,
    { bits: 3 },
  ),
  // https://learn.microsoft.com/en-us/azure/azure-functions/function-keys-how-to
  near(
    "azure-function-key",
    "Azure Functions key",
    "function|x-functions-key|azure",
    /[\w-]{44}AzFu[\w-]{4,8}={0,2}/,
  ),
  // https://learn.microsoft.com/en-us/azure/container-registry/container-registry-authentication
  near(
    "azure-container-registry-key",
    "Azure container registry password",
    "acr|registry|docker|password",
    /[A-Za-z0-9+/]{42}\+ACR[A-D][A-Za-z0-9]{4}/,
  ),
  // https://www.alibabacloud.com/help/en/ram/user-guide/create-an-accesskey-pair
  token("alibaba-access-key-id", "Alibaba Cloud access key ID", "LTAI", /[A-Za-z0-9]{12,26}/),
  near(
    "alibaba-access-key-secret",
    "Alibaba Cloud access key secret",
    "alibaba|aliyun|alicloud|oss_",
    /[A-Za-z0-9]{30}(?:[A-Za-z0-9]{6,14})?/,
    { bits: 3.3 },
  ),
  near(
    "alibaba-sts-token",
    "Alibaba Cloud security token",
    "alibaba|aliyun|alicloud|security_token|securitytoken",
    /CAIS[A-Za-z0-9+/]{30,900}={0,2}/,
  ),
  // https://www.tencentcloud.com/document/product/598/32675
  token("tencent-secret-id", "Tencent Cloud secret ID", "AKID", /[A-Za-z0-9]{32}/),
  near("tencent-secret-key", "Tencent Cloud secret key", "tencent|qcloud|cos_secret", /[A-Za-z0-9]{32}/, {
    bits: 3.5,
  }),
  // https://docs.digitalocean.com/reference/api/create-personal-access-token/
  token("digitalocean-pat", "DigitalOcean personal access token", "dop_v1_", /[a-f\d]{64}/),
  token("digitalocean-oauth-token", "DigitalOcean OAuth token", "doo_v1_", /[a-f\d]{64}/),
  token("digitalocean-refresh-token", "DigitalOcean refresh token", "dor_v1_", /[a-f\d]{64}/),
  // https://docs.digitalocean.com/products/spaces/how-to/manage-access/
  token("digitalocean-spaces-key", "DigitalOcean Spaces key", "DO00", /[A-Z0-9]{16}/, { bits: 3 }),
  // https://techdocs.akamai.com/cloud-computing/docs/manage-personal-access-tokens
  near("linode-token", "Linode token", "linode", /[a-f\d]{64}/),
  // https://techdocs.akamai.com/developer/docs/edgegrid
  token("akamai-edgegrid-token", "Akamai EdgeGrid token", "akab-", /[a-z\d]{16}-[a-z\d]{16}/),
  // https://www.vultr.com/api/
  near("vultr-api-key", "Vultr API key", "vultr", /[A-Z0-9]{36}/),
  // https://docs.hetzner.com/cloud/api/getting-started/generating-api-token/
  near("hetzner-api-token", "Hetzner API token", "hetzner|hcloud", /[A-Za-z0-9]{64}/),
  // https://www.scaleway.com/en/docs/iam/how-to/create-api-keys/
  token("scaleway-access-key", "Scaleway access key", "SCW", /[A-Z0-9]{17}/, { bits: 3 }),
  near("scaleway-secret-key", "Scaleway secret key", "scaleway|scw", uuid),
  // https://help.ovhcloud.com/csm/en-api-getting-started-ovhcloud-api
  near("ovh-api-credential", "OVHcloud API credential", "ovh", /[A-Za-z0-9]{16}|[\w-]{32}/, { bits: 3.2 }),
  // https://upcloud.com/docs/getting-started/api-tokens/
  token("upcloud-api-token", "UpCloud API token", "ucat_", /[A-Z0-9]{26}/),
  // https://community.exoscale.com/platform/iam/
  token("exoscale-api-key", "Exoscale API key", "EXO", /[a-f\d]{24,32}/, { bits: 2.8 }),
  near("exoscale-api-secret", "Exoscale API secret", "exoscale", /[\w-]{40,43}/),
  // https://cloud.ibm.com/docs/account?topic=account-userapikey
  near("ibm-cloud-api-key", "IBM Cloud API key", "ibm|bluemix|watson", /[\w-]{44}/),
  // https://www.civo.com/docs/account/api-keys
  near("civo-api-key", "Civo API key", "civo", /[A-Za-z0-9]{50}/),
  // https://fly.io/docs/security/tokens/
  token("flyio-token", "Fly.io token", "FlyV1 ", /[\w/=+,-]{40,1200}/, { bits: 3.5 }),
  token("flyio-macaroon", "Fly.io macaroon", "fm1r_|fm1a_|fm2_|fo1_", /[\w/=+,-]{40,1200}/, { bits: 3.5 }),
  // https://devcenter.heroku.com/articles/authentication
  token("heroku-api-key", "Heroku API key", "HRKU-AA", /[\w-]{58}/),
  near("heroku-legacy-api-key", "Heroku API key", "heroku", uuid),
  // https://render.com/docs/api
  token("render-api-key", "Render API key", "rnd_", /[A-Za-z0-9]{28,32}/),
  // https://docs.railway.com/reference/public-api
  near("railway-token", "Railway token", "railway", uuid),
  // https://vercel.com/docs/rest-api
  token("vercel-token", "Vercel token", "vcp_|vca_|vcr_|vci_|vck_", /[\w-]{56}/),
  near("vercel-legacy-token", "Vercel token", "vercel|zeit", /[A-Za-z0-9]{24}/, { bits: 3.2 }),
  // https://docs.netlify.com/api/get-started/
  token("netlify-token", "Netlify personal access token", "nfp_|nfc_|nfo_|nfu_", /[A-Za-z0-9]{36,40}/),
  near("netlify-legacy-token", "Netlify access token", "netlify", /[\w=-]{40,46}/),
  // https://developers.cloudflare.com/fundamentals/api/get-started/keys/
  near("cloudflare-api-token", "Cloudflare API token", "cloudflare|cf_api|cf-api|cf_token", /[\w-]{40}/),
  near(
    "cloudflare-global-api-key",
    "Cloudflare global API key",
    "cloudflare|cf_api|x-auth-key|cf_key",
    /[a-f\d]{37}/,
  ),
  // https://developers.cloudflare.com/fundamentals/api/get-started/ca-keys/
  token("cloudflare-origin-ca-key", "Cloudflare origin CA key", "v1.0-", /[a-f\d]{24}-[a-f\d]{146}/),
  // https://developers.cloudflare.com/turnstile/get-started/
  near("cloudflare-turnstile-secret", "Cloudflare Turnstile secret", "turnstile", /[01]x[\w-]{33}/),
  // https://docs.fastly.com/en/guides/using-api-tokens
  near("fastly-api-token", "Fastly API token", "fastly", /[\w=-]{32}/),
  // https://docs.deno.com/deploy/
  token("deno-deploy-token", "Deno Deploy token", "ddp_|ddw_|ddo_", /[A-Za-z0-9]{36}/),
  // https://yandex.cloud/en/docs/iam/concepts/authorization/
  token(
    "yandex-iam-token",
    "Yandex Cloud IAM token",
    "t1.",
    /[A-Z0-9a-z_-]{7,300}={0,2}\.[A-Za-z0-9_-]{86}={0,2}/,
  ),
  token("yandex-api-key", "Yandex Cloud API key", "AQVN", /[\w-]{35,38}/),
  token(
    "yandex-static-key",
    "Yandex Cloud static access key",
    "YCA|YCB|YCM|YCN|YCO|YCP|YCS",
    /[\w-]{21,38}/,
    { bits: 3.6, check: isMixed },
  ),
  near("yandex-access-key", "Yandex Cloud access key", "yandex", /YC[\w-]{38}|y[0-3]_[\w-]{55}/),
];

function isMixed(secret: string): boolean {
  return /[a-z]/.test(secret) && /\d/.test(secret);
}
