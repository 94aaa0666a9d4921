import { rules } from "../../lambda/secrets/rule-table.ts";

/** Bodies made to cost as much as they can: each repeats what makes one part of the scanner begin, and never ends it. */
export function hostileBodies(bytes: number): [name: string, body: Buffer][] {
  const starts = rules.flatMap((rule) => (rule.kind === "near" ? [] : rule.starts));
  const names = rules.flatMap((rule) => (rule.kind === "near" ? rule.names : []));
  const random = "a1B2c3D4e5F6g7H8i9J0k1L2m3N4o5P6q7R8s9T0u1V2w3X4y5Z6";
  const parts: [name: string, part: string, first?: string][] = [
    ["backslashes", "\\"],
    ["escaped line ends", "\\n"],
    ["unicode escapes", "\\u0041"],
    ["escaped quotes", '\\\\\\"'],
    ["data marks", ";base64,"],
    ["short data", ";base64,AAAA"],
    ["equals signs", "="],
    ["assignments of nothing", "a="],
    ["names of keys", "key="],
    ["tokens in a row", "token=a1b2c3d4e5"],
    ["API keys", "api_key: a1b2c3d4e5F6 "],
    ["quoted keys of a vendor", 'stripe_key="a1b2c3d4e5f6a7b8"'],
    ["random secrets", 'secret="a1B2c3D4e5F6a7B8c9D0" '],
    ["keys of JSON", '"api_key":"a1b2c3d4e5f6a7b8",'],
    [
      "long names",
      "awsazuregithubgitlabslacksecretkeysonarsnykmailgunkey='a1b2c3d4e5f6a1b2c3d4e5f6a1b2c3d4e5f6a1b2'",
    ],
    ["typed names", "key: string = a1b2c3d4"],
    ["types without names", " string = a1b2c3d4\n"],
    ["names as values", "name: API_KEY value: a1b2c3d4e5"],
    ["tags and blank lines", "<key>\n\n\n\n\n\n\n\n"],
    ["at signs", "@"],
    ["mail addresses", "a@"],
    ["addresses with passwords", "://a:b@"],
    ["an address of colons", ":a", "http://"],
    ["addresses in a row", "http://aaaa:b1@c"],
    ["beginnings of JSON web tokens", "eyJ"],
    ["one long JSON web token", "eyJ-"],
    ["headers of JSON web tokens", "eyJhbGciOiJIUzI1NiJ9."],
    ["armour without a key", "-----BEGIN PRIVATE KEY-----"],
    ["armour without an end", "-----BEGIN RSA PRIVATE KEY-----\nAAAAAAAA\n"],
    ["armour with half an end", "-----BEGIN PRIVATE KEY-----MIIEvQIBADANBgkqhkiG9w0BAQEFAASC-----END "],
    ["PuTTY headers", "PuTTY-User-Key-File-3: ssh-rsa\nEncryption: none\n"],
    ["one PuTTY key", "Encryption: none\n", "PuTTY-User-Key-File-3: ssh-rsa\n"],
    ["kinds", "kind: Secret\n"],
    ["kinds with data", "kind: Secret\ndata:\n  a: b\n"],
    ["curl", "curl "],
    ["curl with a user", "curl -u a:b "],
    ["curl over many lines", "curl -X\n -u "],
    ["passwords of connection strings", "Password=abcd;"],
    ["connection strings", "Server=a;Password=abcdefg1;"],
    ["authorization without a value", "Authorization: Bearer "],
    ["authorization", "Authorization: Bearer a1B2c3D4e5F6a7B8 "],
    ["basic authorization", "authorization: basic YTpi "],
    [".netrc files", "machine a.io login b password "],
    ["prefixes of GitHub", "ghp_"],
    ["keys of AWS", "AKIAQ3EGRMLEMN2WXYZA "],
    ["prefixes of OpenAI", "sk-proj-aaaa-"],
    ["prefixes of Fly.io", "fm2_a,"],
    ["prefixes of PyPI", "pypi-AgEIcHlwaS5vcmc-"],
    ["prefixes of SendGrid", "SG.a-"],
    ["addresses of Slack", "hooks.slack.com/services/"],
    ["tokens of Terraform", "a1b2c3d4e5f6g7.atlasv1."],
    ["signatures of Azure", "sig=%2B%2B"],
    ["web keys", '"d":"'],
    ["hashes of passwords", "root:$6$a"],
    ["placeholders", "[REDACTED:0123456789]"],
    ["every prefix", `${starts.join(" ")} `],
    ["every prefix with a random rest", `${starts.map((start) => start + random).join(" ")} `],
    ["every vendor's name", `${names.map((name) => `${name}_key=a1b2c3d4e5f6a7b8`).join(" ")} `],
  ];
  return parts.map(([name, part, first = ""]) => {
    const text = first + part.repeat(Math.ceil(bytes / part.length));
    return [name, Buffer.from(text).subarray(0, bytes)];
  });
}
