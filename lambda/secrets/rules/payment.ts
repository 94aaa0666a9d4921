import { type Rule, near, token } from "../rule.ts";
import { uuid } from "./uuid.ts";

export const paymentRules: Rule[] = [
  // https://docs.stripe.com/keys
  token(
    "stripe-secret-key",
    "Stripe secret key",
    "sk_live_|sk_test_|sk_prod_|rk_live_|rk_test_|rk_prod_",
    /[A-Za-z0-9]{10,250}/,
    { bits: 3 },
  ),
  // https://docs.stripe.com/webhooks/signature
  token("stripe-webhook-secret", "Stripe webhook signing secret", "whsec_", /[A-Za-z0-9+/]{24,64}={0,2}/, {
    bits: 3.3,
  }),
  // https://developer.squareup.com/docs/build-basics/access-tokens
  token("square-access-token", "Square access token", "sq0atp-|EAAA", /[\w-]{22,60}/, {
    bits: 3.7,
    check: (secret) => /\d/.test(secret) && /[A-Z]/.test(secret.slice(4)) && /[a-z]/.test(secret),
  }),
  token("square-oauth-secret", "Square OAuth secret", "sq0csp-|sq0idp-", /[\w\\^\][-]{22,43}/),
  // https://developer.paypal.com/tools/sdks/graphql/braintree/
  token(
    "braintree-access-token",
    "Braintree access token",
    "access_token$production$|access_token$sandbox$",
    /[a-z\d]{16}\$[a-f\d]{32}/,
  ),
  near(
    "paypal-client-secret",
    "PayPal client secret",
    "paypal|braintree",
    /[\w-]{80}|E[A-Z][\w-]{78}|[a-f\d]{32}/,
  ),
  // https://docs.adyen.com/development-resources/api-credentials/
  token(
    "adyen-api-key",
    "Adyen API key",
    "AQE",
    /[a-z]hmfuXNWTK0Qc\+?[A-Za-z0-9+/]{50,200}={0,2}-[A-Za-z0-9+/=]{30,60}-[\w<>;:?,.(){}[\]+=*&^%$#@!~|]{10,24}/,
  ),
  // https://plaid.com/docs/api/
  token(
    "plaid-access-token",
    "Plaid access token",
    "access-sandbox-|access-development-|access-production-",
    uuid,
  ),
  near("plaid-client-id", "Plaid client ID", "plaid", /[a-z\d]{24}/i),
  near("plaid-secret", "Plaid secret", "plaid", /[a-z\d]{30}/i),
  // https://docs.coinbase.com/
  near("coinbase-token", "Coinbase access token", "coinbase|cbpro", /[\w-]{64}/),
  near("bittrex-key", "Bittrex key", "bittrex", /[a-z\d]{32}/i),
  // https://docs.kraken.com/api/docs/guides/spot-rest-auth
  near("kraken-key", "Kraken key", "kraken", /[\w/=+-]{80,90}/),
  // https://www.kucoin.com/docs-new/authentication
  near(
    "kucoin-credential",
    "KuCoin key",
    "kucoin",
    /[a-f\d]{24}|[a-f\d]{8}-[a-f\d]{4}-[a-f\d]{4}-[a-f\d]{4}-[a-f\d]{12}/,
  ),
  // https://developers.binance.com/docs/binance-spot-api-docs/rest-api
  near("binance-key", "Binance key", "binance", /[A-Za-z0-9]{64}/),
  // https://docs.polymarket.com/developers/CLOB/authentication
  near(
    "polymarket-credential",
    "Polymarket credential",
    "poly_|polymarket",
    /0x[a-fA-F\d]{64}|[\w+/-]{40,44}={0,2}|[a-f\d]{8}-[a-f\d]{4}-[a-f\d]{4}-[a-f\d]{4}-[a-f\d]{12}/,
  ),
  // https://ethereum.org/en/developers/docs/accounts/
  near(
    "ethereum-private-key",
    "Ethereum private key",
    "private_key|privatekey|wallet_key|deployer|eth_key",
    /(?:0x)?[a-fA-F\d]{64}/,
    { bits: 3.2 },
  ),
  // https://developer.gocardless.com/api-reference/#api-usage-making-requests
  near("gocardless-token", "GoCardless access token", "gocardless", /(?:live|sandbox)_[\w=-]{40}/i),
  // https://duffel.com/docs/api/overview/making-requests
  token("duffel-token", "Duffel access token", "duffel_test_|duffel_live_", /[\w=-]{43}/),
  // https://docs.easypost.com/docs/authentication
  token("easypost-api-key", "EasyPost API key", "EZAK|EZTK", /[A-Za-z0-9]{54}/),
  // https://docs.goshippo.com/docs/guides_general/authentication/
  token("shippo-token", "Shippo API token", "shippo_live_|shippo_test_", /[a-f\d]{40}/),
  // https://docs.lob.com/#tag/Authentication
  near("lob-api-key", "Lob API key", "lob", /(?:live|test)_(?:pub_)?[a-f\d]{30,40}/),
  // https://developer.flutterwave.com/docs/authentication
  token(
    "flutterwave-secret-key",
    "Flutterwave key",
    "FLWSECK-|FLWSECK_TEST-|FLWPUBK-|FLWPUBK_TEST-",
    /[a-z\d]{32}-X|[a-h\d]{12}/i,
  ),
  // https://razorpay.com/docs/api/authentication/
  token("razorpay-key", "Razorpay key", "rzp_live_|rzp_test_", /[A-Za-z0-9]{14}/),
  // https://paystack.com/docs/api/authentication/
  token("paystack-secret-key", "Paystack secret key", "sk_live_|sk_test_", /[a-f\d]{40}/),
  // https://docs.mollie.com/reference/authentication
  near("mollie-api-key", "Mollie API key", "mollie", /(?:live|test)_[A-Za-z0-9]{30}/),
  // https://www.checkout.com/docs/developer-resources/api/manage-api-keys
  token(
    "checkout-secret-key",
    "Checkout.com secret key",
    "sk_|sk_sbox_",
    /[a-f\d]{8}-[a-f\d]{4}-[a-f\d]{4}-[a-f\d]{4}-[a-f\d]{12}|[a-z2-7]{26}[a-z2-7*#$=]?/,
    { bits: 3.2, check: (secret) => /\d/.test(secret) },
  ),
  // https://developer.paddle.com/api-reference/about/authentication
  token(
    "paddle-api-key",
    "Paddle API key",
    "pdl_live_apikey_|pdl_sdbx_apikey_",
    /[a-z\d]{26}_[A-Za-z0-9]{22}_[A-Za-z0-9]{3}/,
  ),
  // https://polar.sh/docs/integrate/authentication
  token("polar-token", "Polar access token", "polar_oat_|polar_pat_|polar_rt_|polar_at_", /[\w-]{30,60}/),
  // https://docs.mercury.com/docs/using-your-api
  token(
    "mercury-api-token",
    "Mercury API token",
    "secret-token:mercury_",
    /(?:production|sandbox)_\w{40,80}/,
  ),
  // https://docs.asaas.com/docs/authentication
  token(
    "asaas-api-token",
    "Asaas API token",
    "aact_",
    /(?:prod|hmlg|[A-Z])\w{30,200}(?:::[\w:$+/=-]{0,300})?/,
  ),
  // https://docs.midtrans.com/docs/api-authorization-headers
  token("midtrans-key", "Midtrans key", "Mid-server-|Mid-client-", /[\w-]{16,40}/),
  // https://docs.ramp.com/developer-api/v1/authorization
  token("ramp-credential", "Ramp client credential", "ramp_sec_|ramp_id_", /[A-Za-z0-9]{40,48}/),
  // https://freemius.com/help/documentation/
  near("freemius-secret-key", "Freemius secret key", "secret_key", /sk_[^\s"']{29}/),
  // https://docs.highnote.com/
  token("highnote-key", "Highnote key", "sk_live_|sk_test_", /[A-Za-z0-9+/]{60,160}={0,2}/, { bits: 4 }),
  // https://developer.finicity.com/
  near("finicity-credential", "Finicity credential", "finicity", /[a-f\d]{32}|[a-z\d]{20}/i),
  // https://finnhub.io/docs/api/authentication
  near("finnhub-token", "Finnhub API token", "finnhub", /[a-z\d]{20,40}/i),
  // https://databento.com/docs/quickstart
  token("databento-api-key", "Databento API key", "db-", /[A-Za-z0-9]{29}/, {
    bits: 3.6,
    check: (secret) => /\d/.test(secret),
  }),
  // https://docs.rainforestpay.com/docs/authentication
  token("rainforest-api-key", "Rainforest Pay API key", "apikey_|sbx_apikey_|prod_apikey_", /[a-f\d]{64}/),
  // https://www.squarespace.com/
  near("squarespace-token", "Squarespace API key", "squarespace", uuid),
  // https://shopify.dev/docs/apps/build/authentication-authorization/access-tokens
  token(
    "shopify-token",
    "Shopify token",
    "shpat_|shpca_|shppa_|shpss_|shptka_|shpua_|shpit_",
    /[a-fA-F\d]{32}/,
  ),
  token("shopify-partner-token", "Shopify partner token", "prtapi_", /[a-f\d]{32}/),
  // https://www.chargebee.com/docs/2.0/api_keys.html
  near("chargebee-api-key", "Chargebee API key", "chargebee", /(?:live|test)_[A-Za-z0-9]{32,40}/),
  // https://recurly.com/developers/
  near("recurly-api-key", "Recurly API key", "recurly", /[a-f\d]{32}/),
  // https://developer.ebay.com/api-docs/static/oauth-credentials.html
  near(
    "ebay-credential",
    "eBay production credential",
    "ebay",
    /[\w-]{3,30}-PRD-[a-f\d]{9}-[a-f\d]{8}|PRD-[a-f\d]{12}(?:-[a-f\d]{4}){4}|[\w-]{2,20}-[\w-]{2,20}-PRD-[a-f\d-]{17,40}/,
  ),
  // https://developers.etsy.com/documentation/essentials/authentication
  near("etsy-api-key", "Etsy API key", "etsy", /[a-z\d]{24}(?::[a-z\d]{10})?/i),
];
