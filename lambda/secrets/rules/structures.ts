import { findBasic, findBearer } from "../matchers/authorization.ts";
import { findConnectionString } from "../matchers/connection-string.ts";
import { findCurlLogin } from "../matchers/curl-login.ts";
import { findJsonWebToken } from "../matchers/json-web-token.ts";
import { findKubernetesSecret } from "../matchers/kubernetes-secret.ts";
import { findPrivateKey } from "../matchers/private-key.ts";
import { type Rule, matcher, token } from "../rule.ts";

const anyText = { bits: 0 };

/** Credentials told by what stands around them rather than by a vendor's prefix. */
export const structureRules: Rule[] = [
  // https://datatracker.ietf.org/doc/html/rfc7468
  matcher("private-key", "private key", "BEGIN", findPrivateKey, anyText),
  // https://www.putty.org/
  token(
    "putty-private-key",
    "PuTTY private key",
    "PuTTY-User-Key-File-",
    /[23]: [\w-]{4,30}\r?\n(?:[\w-]{4,20}: [^\n]{0,200}\n|[A-Za-z0-9+/=]{1,70}\r?\n){4,80}Private-MAC: [a-f\d]{40,64}/,
    anyText,
  ),
  // https://datatracker.ietf.org/doc/html/rfc7519
  matcher("json-web-token", "JSON web token", "eyJ|ewog|ewo", findJsonWebToken, { bits: 3 }),
  // https://datatracker.ietf.org/doc/html/rfc7517
  token("json-web-key", "private JSON web key", '"d": "|"d":"', /([\w-]{43,700})"/, { bits: 4.3 }),
  // https://curl.se/docs/manpage.html#-u
  matcher("curl-login", "password of a curl command", "curl", findCurlLogin, anyText),
  // https://datatracker.ietf.org/doc/html/rfc6750
  matcher("bearer-token", "bearer token", "Authorization|authorization|AUTHORIZATION", findBearer, anyText),
  // https://datatracker.ietf.org/doc/html/rfc7617
  matcher(
    "basic-authorization",
    "login of Basic authorization",
    "Authorization|authorization|AUTHORIZATION",
    findBasic,
    anyText,
  ),
  // https://kubernetes.io/docs/concepts/configuration/secret/
  matcher("kubernetes-secret", "Kubernetes secret", "kind|Kind", findKubernetesSecret, anyText),
  // https://learn.microsoft.com/en-us/dotnet/framework/data/adonet/connection-string-syntax
  matcher(
    "connection-string",
    "password of a connection string",
    "Password|password|PASSWORD|Pwd|pwd|PWD",
    findConnectionString,
    anyText,
  ),
  // https://www.gnu.org/software/inetutils/manual/html_node/The-_002enetrc-file.html
  token(
    "netrc-password",
    "password of a .netrc file",
    "machine ",
    /[\w.-]{3,100}\s{1,8}login\s{1,4}[^\s"']{1,100}\s{1,8}password\s{1,4}([^\s"'<>${}]{6,200})/,
    { bits: 2.5, check: (secret) => /\d/.test(secret) || secret.length >= 16 },
  ),
  // https://learn.microsoft.com/en-us/nuget/reference/nuget-config-file#packagesourcecredentials
  token(
    "nuget-password",
    "password of a NuGet source",
    "ClearTextPassword|Password",
    /["']\s{1,4}value\s?=\s?["']([^"'<>%${}\s]{8,120})["']\s?\//,
    { bits: 2.5 },
  ),
  // https://docs.docker.com/reference/cli/docker/login/#credential-stores
  token("docker-config-auth", "Docker registry login", 'auth": "|auth":"', /([A-Za-z0-9+/]{16,400}={0,2})"/, {
    bits: 3,
    check: (secret) =>
      /^[\x21-\x7e]+:[\x20-\x7e]{4,}$/.test(Buffer.from(secret, "base64").toString("latin1")),
  }),
  // https://linux.die.net/man/1/sshpass
  token("sshpass-password", "password of an sshpass command", "sshpass", / -p ?["']?([^\s"'$<>{}]{6,100})/, {
    bits: 2.5,
  }),
  // https://pubs.opengroup.org/onlinepubs/9799919799/basedefs/V1_chap12.html
  token(
    "command-line-secret",
    "random value of a command's option that says it is secret",
    "--password |--token |--api-key |--apikey |--api-token |--secret |--secret-key |--auth-token |--access-token |--client-secret ",
    /["']?([^\s"'`$<>{}()[\];|&]{12,200})/,
    { bits: 3.2, strongest: "flag", check: isMixed },
  ),
  // https://man7.org/linux/man-pages/man5/shadow.5.html
  token(
    "password-hash",
    "password hash of /etc/shadow",
    "root:|admin:|ubuntu:|deploy:",
    /(\$(?:6|5|y)\$[\w./$=,+]{20,130}):\d{0,6}/,
    { bits: 3.5 },
  ),
];

/** Letters and several digits in turn: no name, no path, no number. */
function isMixed(value: string): boolean {
  const changes = value.match(/[a-z](?=[A-Z\d])|[A-Z](?=\d)|\d(?=[A-Za-z])/g)?.length ?? 0;
  return changes >= 4 && !/[/\\,]|\.\w{1,5}$/.test(value);
}
