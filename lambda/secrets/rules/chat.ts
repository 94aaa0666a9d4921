import type { PlainText } from "../plain-text.ts";
import { type Rule, type Span, matcher, near, token } from "../rule.ts";
import { uuid } from "./uuid.ts";

export const chatRules: Rule[] = [
  // https://docs.slack.dev/authentication/tokens
  token("slack-bot-token", "Slack bot token", "xoxb-", /\d{8,14}-(?:\d{8,14}-)?[A-Za-z0-9]{18,34}/),
  token("slack-user-token", "Slack user token", "xoxp-|xoxe-", /(?:\d{7,14}-){3}[A-Za-z0-9]{26,34}/),
  token("slack-app-token", "Slack app token", "xapp-", /\d-[A-Z0-9]{8,14}-\d{8,14}-[a-z0-9]{32,80}/),
  token(
    "slack-config-token",
    "Slack configuration token",
    "xoxe.xoxp-|xoxe.xoxb-",
    /\d-[A-Za-z0-9]{140,180}/,
  ),
  token(
    "slack-config-refresh-token",
    "Slack configuration refresh token",
    "xoxe-",
    /\d-[A-Za-z0-9]{130,160}/,
  ),
  token(
    "slack-legacy-workspace-token",
    "Slack workspace token",
    "xoxa-|xoxr-",
    /(?:\d-)?(?:[A-Za-z0-9]{8,50}-){0,3}[A-Za-z0-9]{8,50}/,
    { bits: 0, check: (secret) => /\d/.test(secret) },
  ),
  token(
    "slack-legacy-token",
    "Slack legacy token",
    "xoxs-|xoxo-",
    /\d{6,14}-\d{6,14}-\d{6,14}-[a-fA-F\d]{8,64}/,
  ),
  token("slack-client-token", "Slack client token", "xoxc-", /\d{8,14}-\d{8,14}-\d{8,14}-[a-f\d]{64}/),
  token(
    "slack-session-cookie",
    "Slack session cookie",
    "xoxd-",
    /(?:[A-Za-z0-9+/-]|%2[BFbf]){60,400}(?:={0,2}|(?:%3[Dd]){0,2})/,
    { bits: 3.8 },
  ),
  // https://docs.slack.dev/messaging/sending-messages-using-incoming-webhooks
  token(
    "slack-webhook-url",
    "Slack webhook address",
    "hooks.slack.com/",
    /(?:(?:services|workflows|triggers)\/[A-Za-z0-9+/]{40,80})/,
    { bits: 3.6 },
  ),
  // https://learn.microsoft.com/en-us/microsoftteams/platform/webhooks-and-connectors/how-to/add-incoming-webhook
  token(
    "teams-webhook-url",
    "Microsoft Teams webhook address",
    "webhook.office.com/webhookb2/",
    /[a-z\d-]{36}@[a-z\d-]{36}\/IncomingWebhook\/[a-z\d]{32}\/[\w/-]{36,80}/,
  ),
  // https://learn.microsoft.com/en-us/power-automate/
  token(
    "power-automate-webhook-url",
    "Power Automate webhook address",
    "logic.azure.com",
    /(?::443)?\/(?:powerautomate\/automations\/direct\/)?workflows\/[a-f\d]{32}\/[\w/?=&%.-]{20,300}/,
  ),
  // https://discord.com/developers/docs/reference#authentication
  token(
    "discord-webhook-url",
    "Discord webhook address",
    "discord.com/api/|discordapp.com/api/",
    /(?:v\d{1,2}\/)?webhooks\/\d{17,20}\/[\w-]{60,72}/,
  ),
  token("discord-bot-token", "Discord bot token", discordStarts(), /[\w-]{21,25}\.[\w-]{6}\.[\w-]{27,42}/, {
    bits: 3.8,
  }),
  near("discord-credential", "Discord token", "discord", /[a-f\d]{64}|[\w=-]{32}|\d{17,19}/, { bits: 2.2 }),
  // https://core.telegram.org/bots/api#authorizing-your-bot
  near(
    "telegram-bot-token",
    "Telegram bot token",
    "telegram|telegr|tele_bot|bot_token|bottoken|tg_",
    /\d{5,16}:[aA][\w-]{34}/,
  ),
  matcher("telegram-token", "Telegram bot token", "AAE|AAF|AAG|AAH", findTelegramToken, { bits: 3.5 }),
  token("telegram-bot-url", "Telegram bot token", "api.telegram.org/bot", /(\d{8,12}:AA[\w-]{33})/),
  // https://www.twilio.com/docs/iam/api-keys
  token("twilio-api-key", "Twilio API key", withHexDigit("SK"), /[a-f\d]{31}/, { bits: 2.9 }),
  token("twilio-account-sid", "Twilio account SID", withHexDigit("AC"), /[a-f\d]{31}/, {
    bits: 2.9,
    strongest: "redact",
  }),
  near("twilio-auth-token", "Twilio auth token", "twilio", /[a-f\d]{32}/),
  // https://developers.mattermost.com/integrate/reference/personal-access-token/
  near("mattermost-token", "Mattermost access token", "mattermost", /[a-z\d]{26}/),
  // https://developer.gitter.im/docs/authentication
  near("gitter-token", "Gitter access token", "gitter", /[\w-]{40}/),
  // https://developer.webex.com/docs/getting-started
  near("webex-token", "Webex access token", "webex|ciscospark", /[\w-]{64}_[\w-]{4,8}_[a-f\d-]{36}/),
  // https://developers.zoom.us/docs/internal-apps/
  near("zoom-credential", "Zoom client secret", "zoom", /[A-Za-z0-9]{32}/),
  // https://api.sendbird.com/
  near("sendbird-api-token", "Sendbird API token", "sendbird", /[a-f\d]{40}/),
  near("sendbird-app-id", "Sendbird application ID", "sendbird", uuid),
  // https://getstream.io/chat/docs/node/tokens_and_authentication/
  near("stream-api-secret", "Stream API secret", "getstream|stream_api|stream_secret", /[a-z\d]{64}/),
  // https://open.feishu.cn/document/server-docs/getting-started/getting-started
  near("lark-app-secret", "Lark app secret", "lark|feishu", /[A-Za-z0-9]{32}/),
  // https://developers.line.biz/en/docs/basics/channel-access-token/
  near(
    "line-channel-token",
    "LINE channel access token",
    "line_channel|line_access|linebot|line_bot",
    /[A-Za-z0-9+/]{170,180}={0,2}|[a-f\d]{32}/,
  ),
  // https://developer.vonage.com/en/getting-started/concepts/authentication
  near("vonage-api-secret", "Vonage API secret", "vonage|nexmo", /[A-Za-z0-9]{16}/),
  // https://www.plivo.com/docs/account/api-reference
  near("plivo-credential", "Plivo auth credential", "plivo", /MA[A-Z0-9]{18}|[A-Za-z0-9]{40}/),
  // https://developers.telnyx.com/docs/overview
  near("telnyx-api-key", "Telnyx API key", "telnyx", /KEY[A-F0-9]{32}_[A-Za-z0-9]{22}/),
  // https://developers.messagebird.com/api/#authentication
  near(
    "messagebird-token",
    "MessageBird access key",
    "messagebird|message-bird|message_bird",
    /[a-z\d]{25}/i,
  ),
  near("messagebird-client-id", "MessageBird client ID", "messagebird|message-bird|message_bird", uuid),
  // https://docs.intercom.com/
  near("intercom-token", "Intercom access token", "intercom", /[\w=-]{60}/),
  // https://developer.zendesk.com/api-reference/introduction/security-and-auth/
  near("zendesk-token", "Zendesk API token", "zendesk", /[A-Za-z0-9]{40}/),
  // https://documentation.onesignal.com/docs/keys-and-ids
  token("onesignal-api-key", "OneSignal API key", "os_v2_app_|os_v2_org_", /[a-z2-7]{100,110}/),
];

/** The base64 of an account's number, whose first two digits leave this choice for the first three letters. */
function discordStarts(): string {
  const pairs = ["MT", "Mj", "Mz", "ND", "NT", "Nj", "Nz", "OD", "OT"];
  return pairs.flatMap((pair) => Array.from("AEIMQUYcgk", (third) => pair + third)).join("|");
}

/** `<number of the bot>:AA…`: the part that can be looked for stands in the middle. */
function findTelegramToken({ latin1 }: PlainText, at: number): Span | undefined {
  const bot = /(?:^|\D)(\d{8,10}:)$/.exec(latin1.slice(Math.max(0, at - 12), at))?.[1];
  const rest = /^[\w-]{35}(?![\w-])/.exec(latin1.slice(at, at + 36))?.[0];
  if (bot === undefined || rest === undefined) return undefined;
  return { start: at - bot.length, end: at + rest.length };
}

/** Two letters are too short to look for: with each digit that may follow they are long enough. */
function withHexDigit(prefix: string): string {
  return Array.from("0123456789abcdef", (digit) => prefix + digit).join("|");
}
