import { type Rule, near, token } from "../rule.ts";
import { uuid } from "./uuid.ts";

export const databaseRules: Rule[] = [
  // https://planetscale.com/docs/concepts/planetscale-api-oauth-applications
  token("planetscale-token", "PlanetScale token", "pscale_tkn_|pscale_oauth_|pscale_pw_", /[\w=.-]{32,64}/),
  // https://neon.com/docs/manage/api-keys
  token("neon-api-key", "Neon API key", "napi_", /[a-z\d]{64}/),
  token("neon-password", "Neon database password", "npg_", /[A-Za-z0-9]{12,16}/, { bits: 3 }),
  // https://supabase.com/docs/guides/api/api-keys
  token("supabase-secret-key", "Supabase secret key", "sb_secret_", /[\w-]{31}/),
  token("supabase-access-token", "Supabase access token", "sbp_", /(?:v0_)?[a-z\d]{40,44}/),
  // https://www.mongodb.com/docs/atlas/api/service-accounts-overview/
  token("mongodb-service-account-secret", "MongoDB Atlas service account secret", "mdb_sa_sk_", /[\w-]{40}/, {
    bits: 3.5,
  }),
  token("mongodb-service-account-id", "MongoDB Atlas service account ID", "mdb_sa_id_", /[a-f\d]{24}/, {
    strongest: "redact",
  }),
  near("mongodb-atlas-key", "MongoDB Atlas private key", "atlas|mongodb", uuid),
  // https://docs.datastax.com/en/astra-db-serverless/administration/manage-application-tokens.html
  token(
    "datastax-token",
    "DataStax Astra token",
    "AstraCS:",
    /[A-Za-z0-9]{20,30}(?::[a-f\d]{64})?|[A-Za-z0-9]{30,60}/,
  ),
  // https://www.cockroachlabs.com/docs/cockroachcloud/managing-access
  token("cockroachdb-api-key", "CockroachDB Cloud API key", "CCDB1_", /[A-Za-z0-9]{22}_[A-Za-z0-9]{40}/),
  // https://docs.couchbase.com/cloud/management-api-guide/management-api-authentication.html
  near(
    "couchbase-capella-secret",
    "Couchbase Capella API secret",
    "capella|couchbase",
    /[A-Za-z0-9+/=%#]{40,100}={0,2}/,
  ),
  // https://clickhouse.com/docs/cloud/manage/openapi
  token("clickhouse-cloud-key", "ClickHouse Cloud API secret", "4b1d", /[A-Za-z0-9]{38}/, { bits: 3.8 }),
  near("clickhouse-key-id", "ClickHouse Cloud key ID", "clickhouse", /[A-Za-z0-9]{20}/),
  // https://aiven.io/docs/platform/howto/create_authentication_token
  token("aiven-service-password", "Aiven service password", "AVNS_", /[\w-]{16,20}/),
  near("aiven-token", "Aiven token", "aiven", /[A-Za-z0-9+/=]{200,400}/),
  // https://upstash.com/docs/redis/features/restapi
  near("upstash-token", "Upstash token", "upstash", /[A-Za-z0-9]{50,80}(?:={0,2})|A[A-Za-z0-9]{30,90}={0,2}/),
  // https://docs.turso.tech/
  near("fauna-secret", "Fauna secret", "fauna", /fn[A-Za-z0-9_-]{38}/),
  // https://www.elastic.co/docs/deploy-manage/api-keys/elastic-cloud-api-keys
  token("elastic-cloud-key", "Elastic Cloud API key", "essu_", /[\w+/=-]{60,90}/),
  near("elastic-api-key", "Elasticsearch API key", "elastic", /[A-Za-z0-9]{58,62}={0,2}/),
  // https://docs.influxdata.com/influxdb/v2/admin/tokens/
  near("influxdb-token", "InfluxDB token", "influx", /[\w-]{86}={2}|apiv3_[\w-]{80,90}/),
  // https://docs.snowflake.com/en/user-guide/programmatic-access-tokens
  near("snowflake-token", "Snowflake programmatic access token", "snowflake", /[\w.-]{120,1000}/),
  // https://docs.databricks.com/en/dev-tools/auth/pat.html
  token("databricks-token", "Databricks token", "dapi|dose|dkea", /[a-f\d]{32}(?:-\d{1,2})?/, { bits: 3 }),
  // https://docs.confluent.io/cloud/current/security/authenticate/workload-identities/service-accounts/api-keys/overview.html
  token("confluent-api-secret", "Confluent Cloud API secret", "cflt", /[A-Za-z0-9+/]{60}/),
  near("confluent-key", "Confluent API key", "confluent", /[A-Za-z0-9]{16}|[A-Za-z0-9+/]{64}/),
  // https://www.algolia.com/doc/guides/security/api-keys/
  near("algolia-api-key", "Algolia API key", "algolia|docsearch", /[a-z\d]{32}/),
  // https://www.meilisearch.com/docs/learn/security/basic_security
  near("meilisearch-key", "Meilisearch key", "meili", /[a-f\d]{64}|[\w-]{43}/),
  // https://typesense.org/docs/guide/
  near("typesense-api-key", "Typesense API key", "typesense", /[A-Za-z0-9]{32}/),
  // https://airtable.com/developers/web/api/authentication
  token("airtable-pat", "Airtable personal access token", "pat", /[A-Za-z0-9]{14}\.[a-f\d]{64}/),
  near(
    "airtable-api-key",
    "Airtable API key",
    "airtable",
    /[a-z\d]{17}|APP[A-Z0-9]{13}\.v1\.[\w-]{10,40}\.[a-f\d]{40,90}/i,
  ),
  // https://developers.notion.com/docs/authorization
  token("notion-token", "Notion integration token", "ntn_", /\d{11}[A-Za-z0-9]{35}/, { bits: 3.7 }),
  token("notion-legacy-token", "Notion integration token", "secret_", /[A-Za-z0-9]{43}/, { bits: 4 }),
  // https://docs.prefect.io/
  token("prefect-token", "Prefect API token", "pnu_|pnb_", /[A-Za-z0-9]{36}/),
  // https://cloudinary.com/documentation/cloudinary_credentials_tutorial
  near("cloudinary-secret", "Cloudinary API secret", "cloudinary", /[\w-]{27}|[\w-]{32}|\d{15}/, {
    bits: 2.5,
  }),
  token("cloudinary-url", "Cloudinary credential", "cloudinary://", /\d{12,16}:([\w-]{20,40})@/),
  // https://docs.convex.dev/cli/deploy-key-types
  token(
    "convex-deploy-key",
    "Convex deploy key",
    "prod:|preview:|project:",
    /[a-z\d-]{4,60}\|(eyJ[\w=-]{40,300})/,
  ),
  // https://www.prisma.io/docs/accelerate
  token(
    "prisma-api-key",
    "Prisma API key",
    "prisma://accelerate.prisma-data.net/?api_key=",
    /(eyJ[\w.-]{60,900})/,
  ),
  // https://xata.io/docs
  token("xata-api-key", "Xata API key", "xau_", /[A-Za-z0-9]{33,40}/),
];
