import { type Rule, near, token } from "../rule.ts";
import { uuid } from "./uuid.ts";

export const modelRules: Rule[] = [
  // https://platform.openai.com/docs/api-reference/authentication
  token(
    "openai-api-key",
    "OpenAI API key",
    "sk-proj-|sk-svcacct-|sk-admin-|sk-None-",
    /[\w-]{20,74}T3BlbkFJ[\w-]{20,74}|[\w-]{100,180}/,
  ),
  token("openai-legacy-api-key", "OpenAI API key", "sk-", /[A-Za-z0-9]{20}T3BlbkFJ[A-Za-z0-9]{20}/),
  // https://developers.openai.com/codex/auth
  token("openai-codex-refresh-token", "ChatGPT refresh token", "rt_", /[\w-]{20,60}\.[\w-]{40,80}/),
  // https://docs.anthropic.com/en/api/getting-started
  token(
    "anthropic-api-key",
    "Anthropic API key",
    "sk-ant-api03-|sk-ant-admin01-|sk-ant-oat01-|sk-ant-ort01-|sk-ant-sid01-",
    /[\w-]{80,120}/,
  ),
  // https://openrouter.ai/docs/api-reference/authentication
  token("openrouter-api-key", "OpenRouter API key", "sk-or-v1-", /[a-f\d]{64}/),
  // https://api-docs.deepseek.com/
  token("deepseek-api-key", "DeepSeek API key", "sk-", /[a-f\d]{32}/, { bits: 3 }),
  // https://platform.moonshot.ai/docs/guide/start-using-kimi-api
  token("model-vendor-api-key", "model vendor's API key", "sk-", /[A-Za-z0-9_-]{48}|[A-Za-z0-9]{40,64}/, {
    bits: 4,
    check: hasDigitsAndBothCases,
  }),
  // https://platform.minimax.io/docs/api-reference/text-intro
  token("minimax-api-key", "MiniMax API key", "sk-api-|sk-cp-", /[\w-]{100,140}/),
  // https://huggingface.co/docs/hub/security-tokens
  token("huggingface-token", "Hugging Face token", "hf_", /[A-Za-z]{34}|[A-Za-z0-9]{34,40}/, {
    bits: 3.6,
    check: isNotOneWordPerHump,
  }),
  token("huggingface-organization-token", "Hugging Face organisation token", "api_org_", /[A-Za-z0-9]{34}/, {
    bits: 3.6,
  }),
  // https://console.groq.com/docs/quickstart
  token("groq-api-key", "Groq API key", "gsk_", /[A-Za-z0-9]{52}/),
  // https://docs.x.ai/docs/overview
  token("xai-api-key", "xAI API key", "xai-", /[\w-]{80}/),
  // https://docs.perplexity.ai/getting-started/quickstart
  token("perplexity-api-key", "Perplexity API key", "pplx-", /[A-Za-z0-9]{48}/),
  // https://replicate.com/docs/topics/security/api-tokens
  token("replicate-token", "Replicate API token", "r8_", /[\w-]{37,40}/),
  // https://docs.together.ai/docs/quickstart
  token("togetherai-api-key", "Together AI API key", "tgp_v1_", /[\w-]{43}/),
  // https://inference-docs.cerebras.ai/quickstart
  token("cerebras-api-key", "Cerebras API key", "csk-", /[a-z\d]{48}/),
  // https://docs.api.nvidia.com/nim/reference/llm-apis
  token("nvidia-api-key", "NVIDIA API key", "nvapi-", /[\w-]{60,70}/),
  // https://fireworks.ai/docs/api-reference/introduction
  token("fireworks-api-key", "Fireworks AI API key", "fw_", /[A-Za-z0-9]{22,28}/, { bits: 3.5 }),
  // https://docs.cohere.com/reference/about
  near("cohere-api-key", "Cohere API key", "cohere|co_api_key", /[A-Za-z0-9]{40}/),
  // https://docs.mistral.ai/getting-started/quickstart/
  near("mistral-api-key", "Mistral API key", "mistral", /[A-Za-z0-9]{32}/),
  // https://elevenlabs.io/docs/api-reference/authentication
  token("elevenlabs-api-key", "ElevenLabs API key", "sk_", /[a-f\d]{48}/, { bits: 3 }),
  near("elevenlabs-legacy-api-key", "ElevenLabs API key", "elevenlabs|xi-api-key|xi_api_key", /[a-f\d]{32}/),
  // https://www.assemblyai.com/docs/api-reference/overview
  near("assemblyai-api-key", "AssemblyAI API key", "assemblyai|assembly_ai", /[a-z\d]{32}/),
  // https://developers.deepgram.com/docs/authenticating
  near("deepgram-api-key", "Deepgram API key", "deepgram", /[a-f\d]{40}/),
  // https://platform.stability.ai/docs/getting-started/authentication
  near("stability-api-key", "Stability AI API key", "stability", /sk-[A-Za-z0-9]{48}/),
  // https://docs.z.ai/guides/overview/quick-start
  near("zai-api-key", "Z.ai API key", "zai|zhipu|glm|bigmodel", /[a-f\d]{32}\.[A-Za-z0-9]{16}/),
  // https://docs.ollama.com/api/authentication
  near("ollama-api-key", "Ollama API key", "ollama", /[a-f\d]{32}\.[\w-]{24}/),
  // https://console.upstage.ai/docs/getting-started
  token("upstage-api-key", "Upstage API key", "up_", /[A-Za-z0-9]{29}/, { bits: 3.8 }),
  near("upstage-legacy-api-key", "Upstage API key", "upstage", /[A-Za-z0-9]{32,44}/),
  // https://docs.cursor.com/account/api
  token("cursor-api-key", "Cursor API key", "key_", /[a-f\d]{64}/, { bits: 3 }),
  near("cursor-session-key", "Cursor API key", "cursor", /crsr_[a-f\d]{64}/),
  // https://www.greptile.com/docs/api-reference/overview
  near("greptile-api-key", "Greptile API key", "greptile", /[A-Za-z0-9+/]{48}={0,2}/),
  // https://docs.devin.ai/api-reference/overview
  token("devin-user-token", "Devin token", "cog_", /[a-z2-7]{52}/),
  token("devin-service-key", "Devin API key", "apk_", /(?:user_)?[A-Za-z0-9+/=]{60,160}/),
  // https://www.pinecone.io/docs/guides/projects/manage-api-keys
  token("pinecone-api-key", "Pinecone API key", "pcsk_", /[A-Za-z0-9]{5,6}_[A-Za-z0-9]{63}/),
  near("pinecone-legacy-api-key", "Pinecone API key", "pinecone", uuid),
  // https://docs.smith.langchain.com/administration/how_to_guides/organization_management/create_account_api_key
  token("langsmith-api-key", "LangSmith API key", "lsv2_pt_|lsv2_sk_", /[a-f\d]{32}_[a-f\d]{10}/),
  // https://langfuse.com/docs/get-started
  token("langfuse-key", "Langfuse key", "sk-lf-|pk-lf-", uuid),
  // https://docs.wandb.ai/guides/track/environment-variables
  token("wandb-api-key", "Weights & Biases API key", "wandb_v1_", /[\w-]{77}/),
  near("wandb-legacy-api-key", "Weights & Biases API key", "wandb|weightsandbiases", /[a-f\d]{40}/),
  // https://brave.com/search/api/
  token("brave-search-api-key", "Brave Search API key", "BSA", /[\w-]{28}/, { bits: 3.9 }),
  // https://docs.tavily.com/documentation/quickstart
  token("tavily-api-key", "Tavily API key", "tvly-", /(?:dev-|prod-)?[A-Za-z0-9-]{32,60}/),
  // https://docs.firecrawl.dev/introduction
  token("firecrawl-api-key", "Firecrawl API key", "fc-", /[a-f\d]{32}/, { bits: 3 }),
  // https://docs.lighton.ai/
  near("lighton-paradigm-api-key", "LightOn Paradigm API key", "paradigm|lighton", /[\w-]{48}/),
  // https://docs.friendli.ai/guides/personal_access_tokens
  token("friendli-token", "Friendli token", "flp_", /[A-Za-z0-9]{46,60}/),
  // https://docs.voyageai.com/docs/api-key-and-installation
  token("voyage-api-key", "Voyage AI API key", "pa-", /[\w-]{43}/, {
    bits: 4.2,
    check: hasDigitsAndBothCases,
  }),
  // https://jina.ai/embeddings/
  token("jina-api-key", "Jina AI API key", "jina_", /[\w-]{52,70}/),
  // https://docs.runpod.io/get-started/api-keys
  token("runpod-api-key", "RunPod API key", "rpa_", /[A-Z0-9]{26,46}[a-z\d]{0,8}/),
  // https://modal.com/docs/reference/modal.config
  token("modal-token", "Modal token", "ak-|as-", /[A-Za-z0-9]{22}/, {
    bits: 3.7,
    check: hasDigitsAndBothCases,
  }),
  // https://docs.kagi.com/api/overview
  near("kagi-api-key", "Kagi API key", "kagi", /[\w-]{8,14}\.[\w-]{40,50}/),
  // https://docs.baseten.co/organization/api-keys
  near("baseten-api-key", "Baseten API key", "baseten", /[A-Za-z0-9]{8}\.[A-Za-z0-9]{32}/),
  // https://docs.factory.ai/
  token("factory-api-key", "Factory API key", "fk-", /[\w-]{60,90}/, { bits: 4 }),
];

function hasDigitsAndBothCases(secret: string): boolean {
  return (secret.match(/\d/g)?.length ?? 0) >= 3 && /[a-z]/.test(secret.slice(3)) && /[A-Z]/.test(secret);
}

/** Names such as `requiredCharacteristicTypesForDisplay` are words with a capital each; a token's capitals stand anywhere. */
function isNotOneWordPerHump(secret: string): boolean {
  return /\d/.test(secret) || (secret.match(/[A-Z]/g)?.length ?? 0) >= 9;
}
