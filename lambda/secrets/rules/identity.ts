import { isBech32 } from "../checksums.ts";
import type { PlainText } from "../plain-text.ts";
import { type Rule, type Span, matcher, near, token } from "../rule.ts";

export const identityRules: Rule[] = [
  // https://developer.hashicorp.com/vault/docs/concepts/tokens#token-prefixes
  token("vault-service-token", "Vault service token", "hvs.", /[\w-]{24,200}/),
  token("vault-batch-token", "Vault batch token", "hvb.", /[\w-]{100,400}/),
  token("vault-recovery-token", "Vault recovery token", "hvr.", /[\w-]{24,200}/),
  near("vault-legacy-token", "Vault token", "vault", /s\.[A-Za-z0-9]{24}/, { bits: 3.3, check: hasDigit }),
  // https://developer.hashicorp.com/terraform/cloud-docs/users-teams-organizations/api-tokens
  matcher("terraform-cloud-token", "HCP Terraform token", "atlasv1", findTerraformToken),
  near(
    "terraform-password",
    "password in a Terraform file",
    "administrator_login_password|master_password|admin_password",
    /[^\s"'${}]{8,64}/,
    { bits: 2.5, strongest: "redact" },
  ),
  // https://support.1password.com/secret-key-security/
  token(
    "1password-secret-key",
    "1Password secret key",
    "A3-",
    /[A-Z0-9]{6}-(?:[A-Z0-9]{11}|[A-Z0-9]{6}-[A-Z0-9]{5})(?:-[A-Z0-9]{5}){3}/,
  ),
  // https://developer.1password.com/docs/service-accounts/
  token(
    "1password-service-account-token",
    "1Password service account token",
    "ops_eyJ",
    /[A-Za-z0-9+/_-]{200,1200}={0,3}/,
    { bits: 4 },
  ),
  // https://docs.doppler.com/docs/service-tokens
  token(
    "doppler-token",
    "Doppler token",
    "dp.pt.|dp.st.|dp.ct.|dp.sa.|dp.scim.|dp.audit.",
    /(?:[a-z\d_-]{2,35}\.)?[A-Za-z0-9]{40,44}/,
  ),
  // https://infisical.com/docs/documentation/platform/token
  token("infisical-token", "Infisical service token", "st.", /[a-f\d]{24}\.[a-f\d]{32}\.[a-f\d]{32}/),
  // https://www.pulumi.com/docs/pulumi-cloud/access-management/access-tokens/
  token("pulumi-token", "Pulumi access token", "pul-", /[a-f\d]{40}/),
  // https://www.infracost.io/docs/
  token("infracost-token", "Infracost API token", "ico-", /[A-Za-z0-9]{32}/, {
    bits: 3.3,
    check: hasCapital,
  }),
  // https://github.com/FiloSottile/age
  token("age-secret-key", "age secret key", "AGE-SECRET-KEY-1", /[QPZRY9X8GF2TVDW0S3JN54KHCE6MUA7L]{58}/, {
    bits: 0,
    checksum: isBech32,
  }),
  // https://tailscale.com/kb/1277/key-prefixes
  token(
    "tailscale-key",
    "Tailscale key",
    "tskey-",
    /(?:api|auth|client|scim|webhook)-[A-Za-z0-9]{8,24}-[A-Za-z0-9]{16,40}/,
  ),
  // https://www.defined.net/
  token("defined-networking-token", "Defined Networking token", "dnkey-", /[\w=-]{26}-[\w=-]{52}/),
  // https://ngrok.com/docs/api/
  near("ngrok-token", "ngrok token", "ngrok", /[A-Za-z0-9]{26,30}_[A-Za-z0-9]{20,28}/),
  // https://docs.zerotier.com/api/tokens/
  near("zerotier-token", "ZeroTier token", "zerotier", /[A-Za-z0-9]{32}/),
  // https://developer.okta.com/docs/guides/create-an-api-token/main/
  near("okta-token", "Okta API token", "okta|ssws", /00[\w=-]{40}/, { bits: 3.7 }),
  token("okta-header-token", "Okta API token", "SSWS ", /(00[\w=-]{40})/, { bits: 3.7 }),
  // https://auth0.com/docs/get-started/applications/application-settings
  near("auth0-client-secret", "Auth0 client secret", "auth0", /[\w-]{64}/),
  // https://clerk.com/docs/deployments/clerk-environment-variables
  token("clerk-secret-key", "Clerk secret key", "sk_live_|sk_test_", /[A-Za-z0-9]{40,44}/, { bits: 3.7 }),
  // https://workos.com/docs/reference/api-keys
  token(
    "workos-api-key",
    "WorkOS API key",
    "sk_live_a2V5X|sk_test_a2V5X|sk_a2V5X",
    /[A-Za-z0-9+/]{40,100}={0,2}/,
  ),
  // https://stytch.com/docs/
  token("stytch-secret", "Stytch secret", "secret-live-|secret-test-", /[\w-]{36,44}={0,2}/),
  // https://authress.io/knowledge-base/docs/authorization/service-clients
  token(
    "authress-key",
    "Authress service client key",
    "sc_|ext_|scauth_|authress_",
    /[a-z\d]{5,30}\.[a-z\d]{4,6}\.acc[_-][a-z\d-]{10,32}\.[a-z\d+/_=-]{30,120}/i,
  ),
  // https://www.unkey.com/docs/security/root-keys
  token("unkey-root-key", "Unkey root key", "unkey_", /[A-Za-z0-9]{16,40}/, { bits: 3.5 }),
  // https://docs.openshift.com/container-platform/latest/authentication/index.html
  token("openshift-token", "OpenShift user token", "sha256~", /[\w-]{43}/),
  // https://www.harness.io/docs/platform/automation/api/add-and-manage-api-keys
  token(
    "harness-token",
    "Harness access token",
    "pat.|sat.",
    /[A-Za-z0-9_-]{22}\.[A-Za-z0-9]{24}\.[A-Za-z0-9]{20}/,
  ),
  // https://octopus.com/docs/octopus-rest-api/how-to-create-an-api-key
  token("octopus-api-key", "Octopus Deploy API key", "API-", /[A-Z0-9]{26}/, {
    bits: 3.3,
    check: isNotHexadecimal,
  }),
  // https://developers.scalingo.com/
  token("scalingo-token", "Scalingo token", "tk-us-", /[\w-]{48}/),
  // https://zuplo.com/docs/articles/api-key-management
  token("zuplo-api-key", "Zuplo API key", "zpka_", /[a-f\d]{32}_[a-f\d]{8}/),
  // https://docs.settlemint.com/
  token("settlemint-token", "SettleMint access token", "sm_pat_|sm_aat_|sm_sat_", /[A-Za-z0-9]{16}/, {
    bits: 2.5,
  }),
  // https://auth.cyberark.com/
  near("conjur-api-key", "Conjur API key", "conjur", /[a-z\d]{50,60}/),
  // https://dev.maxmind.com/geoip/
  near("maxmind-license-key", "MaxMind licence key", "maxmind|geoip", /[A-Za-z0-9]{6}_[A-Za-z0-9]{29}_mmk/),
  // https://developer.cisco.com/meraki/api-v1/authorization/
  near("meraki-api-key", "Cisco Meraki API key", "meraki", /[a-f\d]{40}/),
  // https://docs.cfx.re/
  token("cfx-server-key", "Cfx.re server licence key", "cfxk_", /[A-Za-z0-9_]{20,40}/),
  // https://www.linkedin.com/developers/
  near(
    "linkedin-credential",
    "LinkedIn client credential",
    "linkedin|linked-in",
    /[a-z\d]{14}|[a-z\d]{16}|WPL_AP1\.[\w.]{16,40}={0,2}/i,
  ),
  // https://developer.x.com/en/docs/authentication/overview
  near(
    "twitter-credential",
    "X API credential",
    "twitter|x_api|x_bearer",
    /[a-z\d]{25}|[a-z\d]{45}|[a-z\d]{50}|\d{15,25}-[a-z\d]{20,40}/i,
    { bits: 2.4 },
  ),
  token("twitter-bearer-token", "X API bearer token", "AAAAAAAAAAAAAAAAAAAAA", /[A-Za-z0-9%]{80,100}/, {
    bits: 0,
    check: hasDigit,
  }),
  // https://developers.facebook.com/docs/facebook-login/guides/access-tokens/
  token(
    "facebook-access-token",
    "Facebook access token",
    "EAAM|EAAC|EAAB|EAAD|EAAE|EAAF|EAAG|EAAH|EAAI|EAAJ|EAAK|EAAL",
    /[A-Za-z0-9]{80,300}/,
    { bits: 4 },
  ),
  near(
    "facebook-secret",
    "Facebook app secret",
    "facebook|fb_app|fb_secret|instagram",
    /[a-f\d]{32}|\d{15,16}\|[\w-]{27}/,
  ),
  token("instagram-token", "Instagram access token", "IGQV|IGAA", /[\w-]{100,300}/),
  near("box-token", "Box access token", "box_|box-|boxdev|boxclient", /[A-Za-z0-9]{32}/),
  // https://www.dropbox.com/developers/documentation/http/documentation
  token(
    "dropbox-short-lived-token",
    "Dropbox short-lived token",
    "sl.",
    /(?:u\.)?[\w-]{130,160}|[\w-]{600,1400}/,
    { bits: 4.5 },
  ),
  near("dropbox-token", "Dropbox API token", "dropbox", /[a-z\d]{15}|[a-z\d]{11}AAAAAAAAAA[\w=-]{43}/i),
  // https://linear.app/developers/graphql
  token("linear-api-key", "Linear API key", "lin_api_|lin_oauth_", /[A-Za-z0-9]{40,64}/),
  near("linear-client-secret", "Linear client secret", "linear", /[a-f\d]{32}/),
  // https://developers.asana.com/docs/personal-access-token
  near(
    "asana-credential",
    "Asana credential",
    "asana",
    /\d{16}|[a-z\d]{32}|[012]\/\d{12,20}(?:\/\d{12,20})?:[a-f\d]{32}/i,
    { bits: 2 },
  ),
  // https://trello.com/power-ups/admin
  token("trello-token", "Trello token", "ATTA", /[a-f\d]{64}[A-F\d]{8}/i),
  near("trello-key", "Trello key", "trello", /[A-Za-z0-9-]{32}/),
  // https://developer.clickup.com/docs/authentication
  token("clickup-token", "ClickUp API token", "pk_", /\d{6,10}_[A-Z0-9]{32}/),
  // https://developers.figma.com/docs/rest-api/authentication/
  token("figma-token", "Figma personal access token", "figd_|figu_|figo_|figr_", /[\w-]{38,44}/),
  near(
    "figma-header-token",
    "Figma access token",
    "figma",
    /\d{4,6}-[a-f\d]{8}(?:-[a-f\d]{4}){3}-[a-f\d]{12}/i,
  ),
  // https://www.canva.dev/docs/connect/authentication/
  token("canva-client-secret", "Canva client secret", "cnvca", /[\w-]{50,56}/),
];

function hasDigit(secret: string): boolean {
  return /\d/.test(secret);
}

function hasCapital(secret: string): boolean {
  return /[A-Z]/.test(secret);
}

function isNotHexadecimal(secret: string): boolean {
  return /[G-Z]/.test(secret.slice(4));
}

/** `<14 characters>.atlasv1.<60 to 70 characters>`: the part that can be looked for stands in the middle. */
function findTerraformToken({ latin1 }: PlainText, at: number): Span | undefined {
  const name = /(?:^|[^A-Za-z0-9])([A-Za-z0-9]{14}\.)$/.exec(latin1.slice(Math.max(0, at - 16), at))?.[1];
  const rest = /^atlasv1\.[\w=-]{60,70}(?![\w=-])/.exec(latin1.slice(at, at + 90))?.[0];
  if (name === undefined || rest === undefined) return undefined;
  return { start: at - name.length, end: at + rest.length };
}
