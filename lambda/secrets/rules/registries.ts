import { endsInCrc32OfRandomPart } from "../checksums.ts";
import { type Rule, near, token } from "../rule.ts";
import { uuid } from "./uuid.ts";

export const registryRules: Rule[] = [
  // https://docs.npmjs.com/about-access-tokens
  token("npm-token", "npm access token", "npm_", /[A-Za-z0-9]{36}/, { checksum: endsInCrc32OfRandomPart }),
  // https://docs.npmjs.com/cli/v11/configuring-npm/npmrc#auth-related-configuration
  token(
    "npmrc-auth-token",
    "npm registry token",
    "authToken=|authToken = ",
    /["']?([A-Za-z0-9+/=_.-]{20,2000})/,
    { bits: 3.2 },
  ),
  token("npmrc-auth", "npm registry login", "_auth=|_auth = |auth=", /["']?([A-Za-z0-9+/]{16,200}={1,2})/, {
    bits: 3.2,
    check: isLogin,
  }),
  token("npmrc-password", "npm registry password", "_password=", /["']?([A-Za-z0-9+/]{12,200}={0,2})/, {
    bits: 3,
  }),
  // https://pypi.org/help/#apitoken
  token(
    "pypi-token",
    "PyPI upload token",
    "pypi-AgEIcHlwaS5vcmc|pypi-AgENdGVzdC5weXBpLm9yZw",
    /[\w-]{50,1000}/,
  ),
  // https://guides.rubygems.org/api-key-scopes/
  token("rubygems-token", "RubyGems API key", "rubygems_", /[a-f\d]{48}/),
  // https://doc.rust-lang.org/cargo/reference/registry-authentication.html
  token("crates-io-token", "crates.io API token", "cio", /[A-Za-z0-9]{32}/, {
    bits: 3.7,
    check: (secret) => /\d/.test(secret) && /[A-Z]/.test(secret),
  }),
  // https://github.com/clojars/clojars-web/wiki/Deploy-Tokens
  token("clojars-token", "Clojars deploy token", "CLOJARS_", /[a-z\d]{60}/i),
  // https://learn.microsoft.com/en-us/nuget/nuget-org/publish-a-package
  token("nuget-api-key", "NuGet API key", "oy2", /[a-z\d]{43}/, { bits: 3.5 }),
  // https://jfrog.com/help/r/jfrog-platform-administration-documentation/access-tokens
  token("artifactory-api-key", "Artifactory API key", "AKCp", /[A-Za-z0-9]{69}/),
  token("artifactory-reference-token", "Artifactory reference token", "cmVmd", /[A-Za-z0-9]{59}/),
  near("jfrog-api-key", "JFrog API key", "jfrog|artifactory|bintray|xray", /[A-Za-z0-9]{73}/),
  near("jfrog-identity-token", "JFrog identity token", "jfrog|artifactory|bintray|xray", /[A-Za-z0-9]{64}/),
  // https://help.cloudsmith.io/docs/api-key
  token("cloudsmith-api-key", "Cloudsmith API key", "csa_", /[A-Za-z0-9]{36}/),
  // https://packagist.org/apidoc
  token("packagist-token", "Packagist token", "packagist_ort_|packagist_ack_|packagist_uut_", /[a-f\d]{68}/),
  // https://hex.pm/docs/publish
  near("hex-api-key", "Hex API key", "hex_api|hexpm", /[a-f\d]{32}/),
  // https://thunderstore.io/
  token("thunderstore-token", "Thunderstore API token", "tss_", /[\w-]{32}/, { bits: 3.8 }),
  // https://docs.readme.com/main/reference/intro/authentication
  token("readme-api-key", "ReadMe API key", "rdme_", /[a-z\d]{70,72}/),
  // https://learning.postman.com/docs/developer/postman-api/authentication/
  token("postman-api-key", "Postman API key", "PMAK-", /[a-f\d]{24}-[a-f\d]{34}/i),
  token("postman-collection-key", "Postman collection access key", "PMAT-", /[A-Z0-9]{26}/),
  // https://docs.rapidapi.com/docs/keys
  near("rapidapi-key", "RapidAPI key", "rapidapi|x-rapidapi|mashape", /[\w-]{50}/),
  // https://docs.gitea.com/usage/actions/act-runner
  token("gitea-package-token", "Gitea runner token", "gitea_", /[a-f\d]{40}/),
  // https://docs.contribsys.com/
  near("sidekiq-credential", "Sidekiq Pro or Enterprise credential", "contribsys", /[a-f\d]{8}:[a-f\d]{8}/i),
  // https://docs.expo.dev/accounts/programmatic-access/
  near("expo-token", "Expo access token", "expo_|expo-|eas_", /[\w-]{40}/),
  // https://docs.anaconda.com/
  token("anaconda-token", "Anaconda token", "an-", uuid),
  // https://github.com/eclipse/openvsx/wiki/Publishing-Extensions
  token("open-vsx-token", "Open VSX token", "ovsxat_|ovsxp_", uuid),
];

/** `user:password`, as Basic authorization has it. */
function isLogin(secret: string): boolean {
  return /^[\x21-\x7e]+:[\x20-\x7e]+$/.test(Buffer.from(secret, "base64").toString("latin1"));
}
