/** A text that Codex itself makes, in the place of what was answered. */
export interface CodexText {
  shown: RegExp;
  /** Where it comes from, and what to look at next. */
  cause: string;
  /** The statuses that Codex shows this text for: exchanges that ended so may be behind it. */
  statuses: readonly number[];
}

/** What Codex 0.169 shows where it hides an answer's own words; docs/troubleshooting.md has the whole list. */
const codexTexts: readonly CodexText[] = [
  {
    shown: /high demand/i,
    cause:
      "Codex shows it for status 500 and hides the answer's words; the proxy never answers 500, so OpenAI or AWS did",
    statuses: [500],
  },
  {
    shown: /exceeded retry limit, last status: 429/i,
    cause:
      "Codex shows it for status 429 after five tries and hides the words: OpenAI's rate limit, or AWS's for the function",
    statuses: [429],
  },
  {
    shown: /quota exceeded/i,
    cause: "Codex shows it for 429 with insufficient_quota: the organisation's credit, or a budget",
    statuses: [429],
  },
  {
    shown: /hit your usage limit/i,
    cause:
      "Codex shows it for 429 with usage_limit_reached, which is said of ChatGPT accounts: is Codex going past the proxy?",
    statuses: [429],
  },
  {
    shown: /selected model is at capacity/i,
    cause: "Codex shows it for 503 with server_is_overloaded: OpenAI's",
    statuses: [503],
  },
  {
    shown: /stream closed before response\.completed/i,
    cause:
      "the stream ended without its last event, or the answer was no stream: look for an HTTP gateway between Codex and the proxy that cuts long answers",
    statuses: [],
  },
  {
    shown: /error decoding response body|connection reset|broken pipe/i,
    cause:
      "the connection broke in the middle of an answer: a VPN, a TLS-inspecting firewall, or the network",
    statuses: [],
  },
  {
    shown: /idle timeout waiting for sse/i,
    cause: "nothing came for 300 s: a gateway that holds streams back, or OpenAI at work on something long",
    statuses: [],
  },
  {
    shown: /waiting for network|connection failed|error sending request/i,
    cause:
      "nobody listens at base_url: the address, the VPN, a proxy variable (HTTPS_PROXY), or the proxy is down",
    statuses: [],
  },
  {
    shown: /missing environment variable/i,
    cause: "config.toml names an env_key that is not set: run setup.sh, which needs none",
    statuses: [],
  },
  {
    shown: /failed to refresh available models/i,
    cause: "Codex asked for its list of models because of auth.command; harmless, and gone after setup.sh",
    statuses: [],
  },
  {
    shown: /"?message"?: ?"?forbidden/i,
    cause:
      "AWS refused before the function ran: the Function URL's permission for public invocation is missing, or a web firewall",
    statuses: [],
  },
  {
    shown: /too many requests/i,
    cause: "status 429 without OpenAI's words: the function's reserved concurrency, or a gateway",
    statuses: [429],
  },
];

export function codexTextOf(text: string): CodexText | undefined {
  return codexTexts.find(({ shown }) => shown.test(text));
}
