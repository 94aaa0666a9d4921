import type { PlainText } from "../plain-text.ts";
import { type Rule, type Span, matcher, near, token } from "../rule.ts";
import { uuid } from "./uuid.ts";

export const mailRules: Rule[] = [
  // https://www.twilio.com/docs/sendgrid/for-developers/sending-email/authentication
  token("sendgrid-api-key", "SendGrid API key", "SG.", /[\w=-]{20,24}\.[\w=-]{39,50}|[\w=.-]{66}/i, {
    bits: 3.7,
  }),
  // https://documentation.mailgun.com/docs/mailgun/user-manual/api-key-mgmt/rbac-mgmt
  token("mailgun-private-key", "Mailgun private API key", "key-", /[a-f\d]{32}/, { bits: 3 }),
  token("mailgun-public-key", "Mailgun public validation key", "pubkey-", /[a-f\d]{32}/, { bits: 3 }),
  near("mailgun-signing-key", "Mailgun signing key", "mailgun|mg_api", /[a-h\d]{32}-[a-h\d]{8}-[a-h\d]{8}/),
  // https://mailchimp.com/developer/marketing/guides/quick-start/
  near(
    "mailchimp-api-key",
    "Mailchimp API key",
    "mailchimp|mandrill|mailchimp_api|mc_api",
    /[a-f\d]{32}-us\d{1,2}|md-[\w-]{22}|[\w-]{22}/,
  ),
  matcher(
    "mailchimp-datacentre-key",
    "Mailchimp API key",
    "us1|us2|us3|us4|us5|us6|us7|us8|us9",
    findMailchimpKey,
    { bits: 3 },
  ),
  // https://developers.brevo.com/docs/getting-started
  token("brevo-api-key", "Brevo API key", "xkeysib-|xsmtpsib-", /[a-f\d]{64}-[A-Za-z0-9]{16}/),
  // https://developers.mailersend.com/general.html#authentication
  token("mailersend-token", "MailerSend API token", "mlsn.", /[a-f\d]{64}|[a-z\d]{48,70}/),
  // https://postmarkapp.com/developer/api/overview
  near("postmark-token", "Postmark server token", "postmark", uuid),
  // https://resend.com/docs/api-reference/introduction
  token("resend-api-key", "Resend API key", "re_", /[A-Za-z0-9]{8}_[A-Za-z0-9]{24}/, { bits: 3.6 }),
  // https://developers.klaviyo.com/en/docs/authenticate_
  token("klaviyo-api-key", "Klaviyo private API key", "pk_", /[A-Za-z0-9]{34}/, {
    bits: 3.5,
    check: (secret) => /\d/.test(secret),
  }),
  // https://developers.hubspot.com/docs/guides/apps/private-apps/overview
  token(
    "hubspot-private-app-token",
    "HubSpot private app token",
    "pat-na1-|pat-na2-|pat-na3-|pat-eu1-|pat-ap1-",
    uuid,
  ),
  near("hubspot-api-key", "HubSpot API key", "hubspot|hapikey", uuid),
  // https://customer.io/docs/api/
  near("customerio-api-key", "Customer.io API key", "customerio|customer_io|customer.io", /[a-f\d]{20,32}/),
  // https://developers.sparkpost.com/api/
  near("sparkpost-api-key", "SparkPost API key", "sparkpost", /[a-f\d]{40}/),
  // https://dev.mailjet.com/email/guides/
  near("mailjet-key", "Mailjet key", "mailjet", /[a-f\d]{32}/),
  // https://elasticemail.com/developers/api-documentation/rest-api
  near("elasticemail-api-key", "Elastic Email API key", "elasticemail|elastic_email", /[A-F\d]{96}/),
  // https://www.activecampaign.com/developers
  near("activecampaign-api-key", "ActiveCampaign API key", "activecampaign", /[a-f\d]{64,72}/),
  // https://www.loops.so/docs/api-reference/intro
  near("loops-api-key", "Loops API key", "loops_|loops.so", /[a-f\d]{32}/),
  // https://developers.convertkit.com/
  near("convertkit-secret", "Kit API secret", "convertkit", /[\w-]{22,43}/),
  // https://notification.canada.ca/
  token(
    "gc-notify-api-key",
    "GC Notify API key",
    "gcntfy-|GCNTFY-",
    /[\w-]{2,80}-[a-f\d]{8}(?:-[a-f\d]{4}){3}-[a-f\d]{12}-[a-f\d]{8}(?:-[a-f\d]{4}){3}-[a-f\d]{12}/i,
  ),
  // https://www.beamer.com/docs/
  near("beamer-token", "Beamer API key", "beamer", /b_[\w=-]{44}/),
  // https://knock.app/docs
  token("knock-secret-key", "Knock secret key", "sk_test_|sk_live_|sk_prod_", /[\w-]{40,60}/, { bits: 4 }),
];

/** 32 hex digits and `-us` with the number of a data centre: the part that can be looked for stands at the end. */
function findMailchimpKey({ latin1 }: PlainText, at: number): Span | undefined {
  const start = at - 33;
  const key = start < 0 ? null : /^[a-f\d]{32}-us\d{1,2}(?![\w-])/.exec(latin1.slice(start, at + 5));
  const isWhole = start <= 0 || !/[\w-]/.test(latin1[start - 1]!);
  return key === null || !isWhole ? undefined : { start, end: start + key[0].length };
}
