import { endsInHexCrc32 } from "../checksums.ts";
import { type Rule, near, token } from "../rule.ts";
import { uuid } from "./uuid.ts";

export const observabilityRules: Rule[] = [
  // https://docs.datadoghq.com/account_management/api-app-keys/
  near("datadog-api-key", "Datadog API key", "datadog|dd_api|dd-api|dd_app", /[a-z\d]{32}|[a-z\d]{40}/),
  token("datadog-app-key", "Datadog application key", "ddapp_|ddpat_", /[A-Za-z0-9]{34,60}/),
  // https://docs.newrelic.com/docs/apis/intro-apis/new-relic-api-keys/
  token("newrelic-user-key", "New Relic user key", "NRAK-", /[A-Z0-9]{27}/i),
  token("newrelic-browser-key", "New Relic browser key", "NRJS-", /[a-f\d]{19}/),
  token("newrelic-insert-key", "New Relic insert key", "NRII-", /[\w-]{32}/),
  token("newrelic-admin-key", "New Relic admin key", "NRAA-", /[a-f\d]{27}/),
  near(
    "newrelic-license-key",
    "New Relic key",
    "newrelic|new-relic|new_relic",
    /[a-z\d]{64}|[a-f\d]{36}NRAL|[a-f\d]{40}/i,
  ),
  // https://docs.sentry.io/account/auth-tokens/
  token(
    "sentry-org-token",
    "Sentry organisation token",
    "sntrys_eyJpYXQiO",
    /[A-Za-z0-9+/=_]{80,300}_[A-Za-z0-9+/]{43}/,
  ),
  token("sentry-user-token", "Sentry user token", "sntryu_", /[a-f\d]{64}/),
  near("sentry-token", "Sentry token", "sentry", /[a-f\d]{64}/),
  // https://grafana.com/docs/grafana/latest/administration/service-accounts/
  token(
    "grafana-service-account-token",
    "Grafana service account token",
    "glsa_",
    /[A-Za-z0-9]{32}_[A-Fa-f\d]{8}/,
    { checksum: endsInHexCrc32 },
  ),
  token("grafana-cloud-token", "Grafana Cloud token", "glc_", /[A-Za-z0-9+/]{32,400}={0,3}/),
  token("grafana-api-key", "Grafana API key", "eyJrIjoi", /[A-Za-z0-9]{60,400}={0,3}/i, {
    // A shared view of Power BI starts the same, and has a tenant.
    check: (secret) => !Buffer.from(secret, "base64").toString("latin1").includes('"t":"'),
  }),
  // https://docs.honeycomb.io/configure/environments/manage-api-keys/
  token("honeycomb-ingest-key", "Honeycomb ingest key", "hcaik_|hcaic_|hcbik_", /[a-z\d]{58}/),
  near("honeycomb-api-key", "Honeycomb API key", "honeycomb", /[a-f\d]{32}|[A-Za-z0-9]{22}/),
  // https://docs.dynatrace.com/docs/manage/identity-access-management/access-tokens-and-oauth-clients/access-tokens
  token(
    "dynatrace-token",
    "Dynatrace API token",
    "dt0c01.|dt0s01.|dt0s02.|dt0s04.|dt0s06.|dt0s08.|dt0s16.",
    /[A-Z0-9]{24}\.[A-Z0-9]{64}/i,
  ),
  // https://help.sumologic.com/docs/manage/security/access-keys/
  near("sumologic-access-id", "Sumo Logic access ID", "sumo", /su[A-Za-z0-9]{12}/, { check: hasDigit }),
  near("sumologic-access-key", "Sumo Logic access key", "sumo", /[A-Za-z0-9]{64}/),
  // https://www.splunk.com/en_us/resources/http-event-collector.html
  near("splunk-hec-token", "Splunk HEC token", "splunk|hec_", uuid),
  // https://posthog.com/docs/api
  token("posthog-personal-key", "PostHog personal API key", "phx_", /[\w-]{43,51}/),
  token("posthog-project-key", "PostHog project API key", "phc_", /[\w-]{43,50}/, { strongest: "redact" }),
  // https://docs.launchdarkly.com/home/account/api
  token("launchdarkly-key", "LaunchDarkly key", "api-|sdk-", uuid),
  near("launchdarkly-token", "LaunchDarkly access token", "launchdarkly", /[\w=-]{40}/),
  // https://docs.devcycle.com/essentials/keys
  token("devcycle-sdk-key", "DevCycle SDK key", "dvc_client_|dvc_server_|dvc_mobile_", /\w{20,60}/),
  // https://configcat.com/docs/advanced/sdk-keys/
  token("configcat-sdk-key", "ConfigCat SDK key", "configcat-sdk-1/", /[\w-]{22}\/[\w-]{22}/),
  near("configcat-legacy-sdk-key", "ConfigCat SDK key", "configcat", /[\w-]{22}\/[\w-]{22}/),
  // https://docs.rollbar.com/docs/access-tokens
  near("rollbar-token", "Rollbar access token", "rollbar", /[a-f\d]{32}/),
  // https://docs.bugsnag.com/api/
  near("bugsnag-api-key", "Bugsnag API key", "bugsnag", /[a-f\d]{32}/),
  // https://support.pagerduty.com/docs/api-access-keys
  near(
    "pagerduty-api-key",
    "PagerDuty API key",
    "pagerduty|pager_duty",
    /[\w+-]{20}|[a-f\d]{32}|u\+[\w+-]{18}/,
  ),
  // https://support.atlassian.com/opsgenie/docs/api-key-management/
  near("opsgenie-api-key", "Opsgenie API key", "opsgenie", uuid),
  // https://rootly.com/api
  token("rootly-api-key", "Rootly API key", "rootly_", /[a-f\d]{64}/),
  // https://docs.incident.io/api-reference/introduction
  token("incidentio-api-key", "incident.io API key", "inc_", /[a-f\d]{64}/),
  // https://www.statuspage.io/
  near("statuspage-api-key", "Statuspage API key", "statuspage", uuid),
  // https://segment.com/docs/api/public-api/
  token("segment-public-api-token", "Segment public API token", "sgp_", /[A-Za-z0-9]{64}/),
  near("segment-write-key", "Segment write key", "segment", /[A-Za-z0-9]{32}/),
  // https://amplitude.com/docs/apis/keys-and-tokens
  near("amplitude-key", "Amplitude key", "amplitude", /[a-f\d]{32}/),
  // https://developer.mixpanel.com/reference/authentication
  near("mixpanel-secret", "Mixpanel secret", "mixpanel", /[a-f\d]{32}|[A-Za-z0-9]{32}/),
  // https://logz.io/
  near("logzio-token", "Logz.io token", "logzio|logz_io", /[A-Za-z]{32}|[a-f\d-]{36}/),
  // https://www.papertrail.com/help/http-api/
  near("papertrail-token", "Papertrail token", "papertrail", /[A-Za-z0-9]{20,24}/),
  // https://docs.logdna.com/
  near("logdna-key", "Mezmo ingestion key", "logdna|mezmo", /[a-f\d]{32}/),
  // https://axiom.co/docs/reference/tokens
  token("axiom-token", "Axiom token", "xaat-|xapt-", uuid),
  // https://betterstack.com/docs/logs/
  near("betterstack-token", "Better Stack token", "betterstack|logtail", /[A-Za-z0-9]{24}/),
  // https://uptimerobot.com/api/
  near("uptimerobot-key", "UptimeRobot API key", "uptimerobot|uptime_robot", /u[rm]?\d{6,9}-[a-f\d]{24,32}/),
  // https://wakatime.com/developers
  token(
    "wakatime-api-key",
    "WakaTime API key",
    "waka_",
    /[a-z\d]{40}|[a-f\d]{8}-[a-f\d]{4}-[a-f\d]{4}-[a-f\d]{4}-[a-f\d]{12}/,
  ),
  near("wakatime-legacy-api-key", "WakaTime API key", "wakatime", uuid),
  // https://docs.endoflife.date/
  near("instana-token", "Instana API token", "instana", /[A-Za-z0-9_-]{16,24}/),
];

function hasDigit(secret: string): boolean {
  return /\d/.test(secret);
}
