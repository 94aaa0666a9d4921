let served = 0;

/** What api.openai.com says with every answer, down to a header that must not reach a developer. */
export function openAiHeaders(): Record<string, string> {
  served++;
  return {
    "x-request-id": `req_fake_${String(served).padStart(3, "0")}`,
    "openai-processing-ms": "42",
    "openai-version": "2020-10-01",
    "openai-organization": "fake-org",
    "x-ratelimit-limit-requests": "5000",
    "x-ratelimit-remaining-requests": "4999",
    "set-cookie": "__cf_bm=fake; path=/; HttpOnly; Secure",
  };
}
