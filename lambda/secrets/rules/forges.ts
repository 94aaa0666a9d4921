import { endsInCrc32OfRandomPart, endsInCrc32OfRest } from "../checksums.ts";
import { type Rule, near, token } from "../rule.ts";
import { uuid } from "./uuid.ts";

const github = { checksum: endsInCrc32OfRandomPart };

export const forgeRules: Rule[] = [
  token("codex-proxy-token", "codex-proxy token", "codexproxy_", /[A-Za-z0-9]{46}/, {
    bits: 0,
    check: endsInCrc32OfRest,
  }),
  // https://github.blog/engineering/platform-security/behind-githubs-new-authentication-token-formats/
  token("github-pat", "GitHub personal access token", "ghp_", /[A-Za-z0-9]{36}/, github),
  token("github-oauth-token", "GitHub OAuth token", "gho_", /[A-Za-z0-9]{36}/, github),
  token("github-app-user-token", "GitHub app user token", "ghu_", /[A-Za-z0-9]{36}/, github),
  token("github-app-token", "GitHub app installation token", "ghs_", /[A-Za-z0-9]{36}/, github),
  token("github-refresh-token", "GitHub refresh token", "ghr_", /[A-Za-z0-9]{36,76}/, github),
  // https://docs.github.com/en/authentication/keeping-your-account-and-data-secure/about-authentication-to-github
  token("github-fine-grained-pat", "GitHub fine-grained token", "github_pat_", /\w{82}/),
  token(
    "github-app-jwt-token",
    "GitHub app installation token",
    "ghs_",
    /\w{1,20}_eyJ[\w-]{10,600}\.[\w-]{10,600}\.[\w-]{20,600}/,
  ),
  near("github-legacy-token", "GitHub token", "github|gh_token|ghtoken", /[a-f\d]{40}/, { bits: 3 }),
  // https://docs.gitlab.com/security/tokens/#token-prefixes
  token(
    "gitlab-pat",
    "GitLab personal access token",
    "glpat-",
    /[\w-]{20}|[\w-]{27,300}\.[a-z\d]{2}\.?[a-z\d]{2}[a-z\d]{5,9}/,
  ),
  token("gitlab-deploy-token", "GitLab deploy token", "gldt-", /[\w-]{20,60}/),
  token(
    "gitlab-runner-token",
    "GitLab runner authentication token",
    "glrt-|glrtr-",
    /(?:t\d_)?[\w-]{20,50}(?:\.[a-z\d]{2}\.?[a-z\d]{7,9})?/,
  ),
  token("gitlab-runner-registration-token", "GitLab runner registration token", "GR1348941", /[\w-]{20}/),
  token("gitlab-ci-job-token", "GitLab CI job token", "glcbt-", /[\w-]{20,30}/),
  token("gitlab-trigger-token", "GitLab pipeline trigger token", "glptt-", /[\w-]{20,60}/),
  token("gitlab-feed-token", "GitLab feed token", "glft-", /[\w-]{20,90}/),
  token("gitlab-incoming-mail-token", "GitLab incoming mail token", "glimt-", /[\w-]{20,30}/),
  token("gitlab-agent-token", "GitLab agent token", "glagent-", /[\w-]{40,60}/),
  token("gitlab-oauth-secret", "GitLab OAuth application secret", "gloas-", /[\w-]{60,70}/),
  token("gitlab-scim-token", "GitLab SCIM token", "glsoat-", /[\w-]{20,30}/),
  token("gitlab-feature-flag-token", "GitLab feature flag client token", "glffct-", /[\w-]{20,30}/),
  token("gitlab-workspace-token", "GitLab workspace token", "glwt-", /[\w-]{20,60}/),
  token("gitlab-session-cookie", "GitLab session cookie", "gitlab_session=", /[a-z\d]{32}/),
  // https://support.atlassian.com/bitbucket-cloud/docs/app-passwords/
  token("bitbucket-app-password", "Bitbucket app password", "ATBB", /[A-Za-z0-9]{28}[A-F0-9]{4}/),
  token("bitbucket-repository-token", "Bitbucket access token", "ATCTT3xFfG", /[\w=-]{100,300}/),
  near("bitbucket-client-id", "Bitbucket client ID", "bitbucket", /[a-z\d]{32}/i),
  near("bitbucket-client-secret", "Bitbucket client secret", "bitbucket", /[\w=-]{64}/),
  // https://support.atlassian.com/atlassian-account/docs/manage-api-tokens-for-your-atlassian-account/
  token("atlassian-api-token", "Atlassian API token", "ATATT3", /[\w=-]{150,260}/),
  near(
    "atlassian-legacy-api-token",
    "Atlassian API token",
    "atlassian|confluence|jira",
    /[a-z\d]{20}[a-f\d]{4}|[A-Za-z0-9]{24}/i,
  ),
  // https://docs.gitea.com/development/oauth2-provider
  near("gitea-access-token", "Gitea access token", "gitea|forgejo|codeberg", /[a-f\d]{40}/),
  token("gitea-oauth-token", "Gitea OAuth client secret", "gto_", /[a-z2-7]{52}/),
  // https://sourcegraph.com/docs/cli/how-tos/creating_an_access_token
  token(
    "sourcegraph-token",
    "Sourcegraph access token",
    "sgp_",
    /(?:(?:[a-fA-F\d]{16}|local)_)?[a-fA-F\d]{40}/,
  ),
  near("sourcegraph-legacy-token", "Sourcegraph access token", "sourcegraph", /[a-fA-F\d]{40}/),
  token("sourcegraph-cody-token", "Sourcegraph Cody token", "slk_", /[a-f\d]{64}/),
  // https://circleci.com/docs/managing-api-tokens/
  token("circleci-token", "CircleCI API token", "CCIPAT_|CCIPRJ_", /[A-Za-z0-9]{20,24}_[a-f\d]{40}/),
  near(
    "circleci-legacy-token",
    "CircleCI API token",
    "circleci|circle_ci|circle-token|circle_token",
    /[a-f\d]{40}/,
  ),
  // https://buildkite.com/docs/apis/managing-api-tokens
  token("buildkite-token", "Buildkite token", "bkua_|bkct_|bkat_|bkpat_", /[A-Za-z0-9]{38,64}/),
  // https://docs.travis-ci.com/user/triggering-builds/
  near("travisci-token", "Travis CI token", "travis", /[A-Za-z0-9_-]{22}/),
  // https://docs.drone.io/cli/configure/
  near("droneci-token", "Drone CI token", "drone", /[A-Za-z0-9]{32}/),
  // https://devcenter.bitrise.io/en/accounts/personal-access-tokens.html
  near("bitrise-token", "Bitrise access token", "bitrise", /[\w-]{60,90}/),
  // https://docs.codecov.com/docs/codecov-tokens
  near(
    "codecov-token",
    "Codecov token",
    "codecov",
    /[a-z\d]{32}|[a-f\d]{8}-[a-f\d]{4}-[a-f\d]{4}-[a-f\d]{4}-[a-f\d]{12}/,
  ),
  // https://docs.coveralls.io/api-introduction
  near("coveralls-token", "Coveralls token", "coveralls", /[A-Za-z0-9]{32,40}/),
  // https://docs.sonarsource.com/sonarqube-server/user-guide/managing-tokens/
  token("sonar-token", "Sonar token", "squ_|sqp_|sqa_", /[a-f\d]{40}/),
  near("sonar-legacy-token", "Sonar token", "sonar", /[A-Za-z0-9]{40}/, { bits: 3 }),
  // https://docs.snyk.io/snyk-api/authentication-for-api
  near("snyk-token", "Snyk token", "snyk", uuid),
  token(
    "snyk-service-token",
    "Snyk service account token",
    "snyk_uat.|snyk_sat.",
    /[a-z\d]{8}\.[\w-]{20,400}\.[\w-]{20,120}/,
  ),
  // https://semgrep.dev/docs/semgrep-ci/ci-environment-variables
  near("semgrep-token", "Semgrep token", "semgrep", /[a-f\d]{64}/),
  // https://docs.endorlabs.com/rest-api/authentication/
  token("endorlabs-credential", "Endor Labs API credential", "endr+", /[A-Za-z0-9-]{16}/),
  // https://help.aikido.dev/
  token("aikido-ci-token", "Aikido CI token", "AIK_CI_|AIK_API_", /[A-Za-z0-9]{20,64}/),
  // https://docs.mergify.com/api/usage/
  token("mergify-key", "Mergify application key", "mergify_application_key_", /[A-Za-z0-9]{64}/),
  // https://docs.docker.com/security/access-tokens/
  token("dockerhub-token", "Docker Hub access token", "dckr_pat_|dckr_oat_", /[\w-]{24,36}/),
  // https://docs.docker.com/engine/swarm/swarm_manager_locking/
  token("docker-swarm-unlock-key", "Docker Swarm unlock key", "SWMKEY-1-", /[A-Za-z0-9+/]{40,44}/),
  token("docker-swarm-join-token", "Docker Swarm join token", "SWMTKN-1-", /[a-z\d]{50}-[a-z\d]{25}/),
  // https://help.launchpad.net/API/SigningRequests
  near("launchpad-token", "Launchpad token", "launchpad", /[A-Za-z0-9]{64}/),
];
