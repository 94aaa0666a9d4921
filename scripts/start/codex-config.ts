/** The config.toml that makes Codex use the proxy. The provider must never be named "OpenAI": Codex then behaves differently. */
export function codexConfig(origin: string, token: string | undefined): string {
  return [
    'model = "gpt-5.5"',
    'model_provider = "codexproxy"',
    "",
    "[model_providers.codexproxy]",
    'name = "Codex Proxy"',
    `base_url = "${origin}/v1"`,
    'wire_api = "responses"',
    ...(token === undefined ? [] : [`experimental_bearer_token = "${token}"`]),
    "",
  ].join("\n");
}
