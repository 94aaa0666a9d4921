import { type Rule, near, token } from "../rule.ts";
import { uuid } from "./uuid.ts";

export const serviceRules: Rule[] = [
  // https://io.adafruit.com/api/docs/
  token("adafruit-key", "Adafruit IO key", "aio_", /[A-Za-z0-9]{28}/),
  near("adafruit-legacy-key", "Adafruit IO key", "adafruit", /[a-z\d_-]{32}/i),
  // https://developer.adobe.com/developer-console/docs/guides/authentication/
  token("adobe-client-secret", "Adobe client secret", "p8e-|p8-", /[\w-]{32}/, { bits: 3.5 }),
  near("adobe-client-id", "Adobe client ID", "adobe", /[a-f\d]{32}/),
  // https://docs.apify.com/api/v2
  token("apify-token", "Apify API token", "apify_api_", /[A-Za-z0-9]{34,40}/),
  // https://dev.bitly.com/docs/getting-started/authentication/
  near("bitly-token", "Bitly access token", "bitly|bit.ly", /[a-f\d]{40}/),
  // https://www.contentful.com/developers/docs/references/authentication/
  token("contentful-pat", "Contentful personal access token", "CFPAT-", /[\w-]{43}/),
  near("contentful-token", "Contentful API token", "contentful", /[\w=-]{43}/),
  // https://api.data.gov/docs/developer-manual/
  near("datagov-api-key", "Data.gov API key", "data.gov|datagov|data_gov", /[A-Za-z0-9]{40}/),
  // https://www.flickr.com/services/api/
  near("flickr-key", "Flickr key", "flickr", /[a-z\d]{32}/),
  // https://developer.frame.io/docs/device-integrations/authentication
  token("frameio-token", "Frame.io API token", "fio-u-", /[\w=-]{64}/),
  // https://www.freshbooks.com/api/authentication
  near("freshbooks-token", "FreshBooks access token", "freshbooks", /[a-z\d]{64}/i),
  // https://developers.freshdesk.com/api/
  near("freshdesk-key", "Freshdesk API key", "freshdesk|freshservice", /[A-Za-z0-9]{20}/),
  // https://gumroad.com/api
  near("gumroad-token", "Gumroad access token", "gumroad", /[\w-]{43}|[a-f\d]{64}/),
  // https://developer.infomaniak.com/getting-started
  near("infomaniak-token", "Infomaniak API token", "infomaniak", /[\w-]{86,92}|[\w-]{70,75}/),
  // https://api.intra.42.fr/apidoc
  token("intra42-client-secret", "42 API client secret", "s-s4t2ud-|s-s4t2af-", /[a-f\d]{64}/),
  // https://lichess.org/api
  token("lichess-token", "Lichess access token", "lip_", /[A-Za-z0-9]{20,32}/, { bits: 3.5 }),
  // https://cloud.google.com/looker/docs/api-auth
  near("looker-client-id", "Looker client ID", "looker", /[a-z\d]{20}/i),
  near("looker-client-secret", "Looker client secret", "looker", /[a-z\d]{24}/i),
  // https://docs.mapbox.com/help/getting-started/access-tokens/
  token("mapbox-secret-token", "Mapbox secret token", "sk.eyJ", /[\w-]{40,200}\.[\w-]{20,30}/),
  near("mapbox-token", "Mapbox access token", "mapbox", /[ps]k\.[\w-]{60,120}\.[\w-]{22}/i),
  // https://developer.nytimes.com/get-started
  near(
    "nytimes-key",
    "New York Times API key",
    "nytimes|new-york-times|newyorktimes|nyt_",
    /[a-z\d=_-]{32}/i,
  ),
  // https://openweathermap.org/appid
  near("openweather-api-key", "OpenWeather API key", "openweather|owm_", /[a-z\d]{32}/),
  near(
    "weatherstack-api-key",
    "weatherstack API key",
    "weatherstack|weatherapi|weatherbit",
    /[a-f\d]{30,32}/,
  ),
  // https://developer.salesforce.com/docs/atlas.en-us.api_rest.meta/api_rest/intro_oauth_and_connected_apps.htm
  token(
    "salesforce-access-token",
    "Salesforce access token",
    "00D",
    /[A-Za-z0-9]{12,15}![\w.]{80,120}|[A-Za-z0-9]{12,15}![\w.-]{80,120}/,
  ),
  near(
    "salesforce-session",
    "Salesforce access token",
    "salesforce|sfdc|sf_access",
    /00[A-Za-z0-9]{13,16}![\w.-]{80,120}/,
  ),
  token("salesforce-consumer-key", "Salesforce consumer key", "3MVG9", /[A-Za-z0-9._]{80,120}/),
  // https://help.tableau.com/current/server/en-us/security_personal_access_tokens.htm
  near("tableau-pat", "Tableau personal access token", "tableau", /[A-Za-z0-9+/]{22}==:[A-Za-z0-9]{32}/),
  // https://dev.twitch.tv/docs/authentication/
  near("twitch-token", "Twitch token", "twitch", /[a-z\d]{30}/),
  token("twitch-oauth-token", "Twitch token", "oauth:", /[a-z\d]{30}/, { bits: 3.5 }),
  // https://www.typeform.com/developers/get-started/personal-access-token/
  token("typeform-token", "Typeform personal access token", "tfp_", /[\w=.-]{40,64}/),
  // https://docs.workato.com/workato-api.html
  token(
    "workato-token",
    "Workato API token",
    "wrkaus-|wrkaeu-|wrkajp-|wrkasg-|wrkaau-",
    /eyJ[\w-]{10,200}\.[\w-]{10,300}\.[\w-]{60,500}/,
  ),
  // https://developers.pinterest.com/docs/getting-started/authentication/
  token("pinterest-token", "Pinterest access token", "pina_|pinr.", /[A-Za-z0-9_.-]{32,500}/, { bits: 3.5 }),
  // https://developer.proof.com/
  token("proof-api-key", "Proof API key", "prf_", /(?:[a-z]{2,8}_)?[\w-]{24,60}/, { bits: 3.7 }),
  // https://docs.withpersona.com/api-keys
  token("persona-api-key", "Persona API key", "persona_production_|persona_sandbox_", /[\w-]{20,80}/),
  // https://developers.samsara.com/docs/authentication
  token("samsara-api-token", "Samsara API token", "samsara_api_", /[A-Za-z0-9]{30}/),
  // https://docs.redirect.pizza/
  token("redirect-pizza-token", "redirect.pizza API token", "rpa_", /[a-z\d]{30,36}/),
  // https://sslmate.com/help/reference/apiv2
  near("sslmate-key", "SSLMate API key", "sslmate", /\w{36}|\d{1,10}_[A-Za-z0-9]{20,36}/),
  // https://docs.val.town/api/authentication/
  token("val-town-token", "Val Town API token", "vtwn_", /[A-Za-z0-9]{27,40}/),
  // https://developer.monday.com/
  near("monday-token", "monday.com API token", "monday", /eyJ[\w.-]{80,600}/),
  // https://help.zapier.com/hc/en-us/articles/8496288690317-Trigger-Zap-workflows-from-webhooks
  token(
    "zapier-webhook-url",
    "Zapier webhook address",
    "hooks.zapier.com/hooks/catch/",
    /\d{5,9}\/[a-z\d]{5,8}\/?/,
    { bits: 2.5 },
  ),
  // https://developers.pipedrive.com/docs/api/v1
  near("pipedrive-token", "Pipedrive API token", "pipedrive", /[a-f\d]{40}/),
  // https://developer.calendly.com/
  near("calendly-token", "Calendly token", "calendly", /eyJ[\w.-]{100,600}|[A-Z0-9]{24,40}/),
  // https://docs.browserstack.com/
  near("browserstack-key", "BrowserStack access key", "browserstack", /[A-Za-z0-9]{20}/),
  near("saucelabs-key", "Sauce Labs access key", "saucelabs|sauce_access|sauce_", uuid),
  near("lambdatest-key", "LambdaTest access key", "lambdatest|lt_access", /[A-Za-z0-9]{50}/),
  // https://docs.applitools.com/
  near("applitools-key", "Applitools API key", "applitools", /[A-Za-z0-9]{44,52}/),
  // https://docs.percy.io/
  near("percy-token", "Percy token", "percy", /(?:web_|app_|auto_)?[a-f\d]{64}/),
  // https://www.chromatic.com/docs/
  token("chromatic-token", "Chromatic project token", "chpt_", /[a-f\d]{12,16}/, { bits: 2.5 }),
  // https://developers.google.com/recaptcha/docs/v3
  near("recaptcha-secret", "reCAPTCHA secret", "recaptcha", /6L[\w-]{38}/),
  near("hcaptcha-secret", "hCaptcha secret", "hcaptcha", /(?:ES_)?(?:0x)?[a-fA-F\d]{32,40}/),
  // https://firebase.google.com/docs/cloud-messaging
  near("firebase-server-key", "Firebase Cloud Messaging key", "firebase|fcm|gcm", /AAAA[\w-]{7}:[\w-]{140}/),
  token("fcm-server-key", "Firebase Cloud Messaging key", "AAAA", /[\w-]{7}:[\w-]{140}/),
  // https://developer.spotify.com/documentation/web-api
  near("spotify-client-secret", "Spotify client secret", "spotify", /[a-f\d]{32}/),
  // https://www.strava.com/settings/api
  near("strava-credential", "Strava client secret", "strava", /[a-f\d]{40}/),
  // https://www.reddit.com/dev/api/
  near("reddit-client-secret", "Reddit client secret", "reddit", /[\w-]{27}|[\w-]{14}/),
  // https://pushover.net/api
  near("pushover-token", "Pushover token", "pushover", /[a-z\d]{30}/i),
  // https://docs.pushbullet.com/
  near("pushbullet-token", "Pushbullet access token", "pushbullet", /o\.[A-Za-z0-9]{32}/),
  // https://ably.com/docs/auth/basic
  near("ably-key", "Ably API key", "ably", /[\w-]{6}\.[\w-]{6}:[\w-]{43}/),
  // https://pusher.com/docs/channels/
  near("pusher-secret", "Pusher secret", "pusher", /[a-f\d]{20}/),
  // https://pubnub.com/docs/
  token(
    "pubnub-key",
    "PubNub key",
    "sub-c-|pub-c-|sec-c-",
    /[a-f\d]{8}-[a-f\d]{4}-[a-f\d]{4}-[a-f\d]{4}-[a-f\d]{12}|[A-Za-z0-9]{48}/,
  ),
  // https://docs.alchemy.com/
  near("alchemy-api-key", "Alchemy API key", "alchemy", /[\w-]{32}/),
  near("infura-api-key", "Infura API key", "infura", /[a-f\d]{32}/),
  near("etherscan-api-key", "Etherscan API key", "etherscan|bscscan|polygonscan", /[A-Z0-9]{34}/),
  // https://www.here.com/docs/bundle/identity-and-access-management-developer-guide
  near("here-api-key", "HERE API key", "here_api|hereapi", /[\w-]{43}/),
  near("tomtom-api-key", "TomTom API key", "tomtom", /[A-Za-z0-9]{32}/),
  // https://developer.yelp.com/
  near("yelp-api-key", "Yelp API key", "yelp", /[\w-]{128}/),
  // https://unsplash.com/documentation
  near("unsplash-key", "Unsplash key", "unsplash", /[\w-]{43}/),
  near("pexels-key", "Pexels API key", "pexels", /[A-Za-z0-9]{56}/),
  // https://ipinfo.io/developers
  near("ipinfo-token", "IPinfo token", "ipinfo", /[a-f\d]{14}/),
  // https://docs.virustotal.com/reference/authentication
  near("virustotal-api-key", "VirusTotal API key", "virustotal|vt_api", /[a-f\d]{64}/),
  near("shodan-api-key", "Shodan API key", "shodan", /[A-Za-z0-9]{32}/),
  near("censys-secret", "Censys API secret", "censys", /[A-Za-z0-9]{32}/),
];
