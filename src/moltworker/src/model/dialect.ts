/** Where an API that speaks OpenAI's chat completions differs from the rest. */
export interface Dialect {
  /** Host names, or their ends after a dot, and AI Gateway's names of providers: the first row that has the base URL's is taken. */
  readonly hosts: readonly string[];
  readonly outputLimit: "max_tokens" | "max_completion_tokens";
  /** Whether `stream_options` is taken, which asks for the count of tokens. */
  readonly streamOptions: boolean;
  /** Whether `prompt_cache_key` is taken. */
  readonly promptCacheKey: boolean;
  /** Whether thinking always comes apart from the text, so that the text can be shown as it comes. */
  readonly tellsThinkingApart: boolean;
  /** The ids of calls that are taken. */
  readonly callId: RegExp;
  /** What a reply with calls must have that another model gave, and a call of it. */
  readonly foreignReply?: Readonly<Record<string, unknown>>;
  readonly foreignCall?: Readonly<Record<string, unknown>>;
}

/** What nearly every server takes: vLLM, SGLang, llama.cpp, LM Studio, Ollama, Groq, Together, Fireworks. */
const plain: Dialect = {
  hosts: [],
  outputLimit: "max_tokens",
  streamOptions: true,
  promptCacheKey: false,
  tellsThinkingApart: false,
  callId: /^[\w.:-]{1,64}$/,
};

const hosted: Dialect = { ...plain, tellsThinkingApart: true };

export const dialects = {
  plain,
  // Newer models refuse `max_tokens`: https://platform.openai.com/docs/api-reference/chat/create
  openai: { ...hosted, hosts: ["api.openai.com", "openai"], outputLimit: "max_completion_tokens", promptCacheKey: true, callId: /^[\w-]{1,40}$/ },
  // https://learn.microsoft.com/azure/ai-foundry/openai/how-to/reasoning
  azure: { ...hosted, hosts: ["openai.azure.com", "services.ai.azure.com", "cognitiveservices.azure.com", "azure-openai"], outputLimit: "max_completion_tokens", callId: /^[\w-]{1,40}$/ },
  // 422 to `stream_options`: https://github.com/openai/openai-agents-python/issues/442
  // "must be a-z, A-Z, 0-9, with a length of 9": https://github.com/nearai/ironclaw/issues/1241
  mistral: { ...hosted, hosts: ["mistral.ai", "mistral"], streamOptions: false, callId: /^[a-zA-Z0-9]{9}$/ },
  // A call without a signature is 400, and the word for "not from here": https://ai.google.dev/gemini-api/docs/thought-signatures
  gemini: {
    ...hosted,
    hosts: ["generativelanguage.googleapis.com", "aiplatform.googleapis.com", "google-ai-studio", "google-vertex-ai"],
    foreignCall: { extra_content: { google: { thought_signature: "skip_thought_signature_validator" } } },
  },
  // `reasoning_content` of a reply with calls must be there: https://api-docs.deepseek.com/guides/thinking_mode
  // A blank is the least it takes: https://github.com/BerriAI/litellm/pull/28057
  deepseek: { ...hosted, hosts: ["deepseek.com", "deepseek"], foreignReply: { reasoning_content: " " } },
  // https://openrouter.ai/docs/use-cases/reasoning-tokens
  openrouter: { ...hosted, hosts: ["openrouter.ai", "openrouter"] },
  // https://docs.x.ai/docs/guides/reasoning
  xai: { ...hosted, hosts: ["x.ai", "grok"] },
  // https://platform.moonshot.ai/docs/guide/use-kimi-k2-thinking-model
  moonshot: { ...hosted, hosts: ["moonshot.ai", "moonshot.cn"] },
} as const satisfies Record<string, Dialect>;

export type DialectName = keyof typeof dialects;

const gateway = "gateway.ai.cloudflare.com";

/** The dialect spoken at a base URL. */
export function dialectAt(baseUrl: string): Dialect {
  const { hostname, pathname } = new URL(baseUrl);
  // https://developers.cloudflare.com/ai-gateway/usage/providers: /v1/{account}/{gateway}/{provider}
  const place = hostname === gateway ? (pathname.split("/")[4] ?? "") : hostname;
  return Object.values<Dialect>(dialects).find(({ hosts }) => hosts.some((host) => place === host || place.endsWith(`.${host}`))) ?? plain;
}
