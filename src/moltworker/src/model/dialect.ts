import type { Effort } from "../contract";
import type { CacheLifetime } from "./model";

/** Where an API that speaks OpenAI's chat completions differs from the rest. */
export interface Dialect {
  /** Host names, or their ends after a dot, and AI Gateway's names of providers: the first row that has the base URL's is taken. */
  readonly hosts: readonly string[];
  readonly outputLimit?: "max_completion_tokens";
  /** Does not take `stream_options`, which asks for the count of tokens. */
  readonly isWithoutStreamOptions?: true;
  /** Takes `prompt_cache_key`. */
  readonly promptCacheKey?: true;
  /** Thinking may come in the text, so that the text cannot be shown as it comes. */
  readonly mayThinkAloud?: true;
  /** The ids of calls that are taken, where not all are. */
  readonly callId?: RegExp;
  /** What a reply with calls must have that another model gave, and its first call. */
  readonly foreignReply?: Readonly<Record<string, unknown>>;
  readonly foreignCall?: Readonly<Record<string, unknown>>;
  /** What `reasoning_effort` is for a model, where it is not the word itself; undefined: nothing is sent. */
  readonly effort?: (effort: Effort | undefined, model: string) => string | undefined;
}

/** Where an API that speaks Anthropic's messages differs from the rest. */
export interface MessagesDialect {
  readonly hosts: readonly string[];
  /** How long it keeps what is marked for it; with none, nothing is marked. */
  readonly keeps: readonly CacheLifetime[];
  /** Takes `output_config` and `thinking`. */
  readonly takesEffort?: true;
}

/** `parallel_tool_calls` is sent to none: all take it as given, and several calls are welcome. */
export const dialects = {
  /** What nearly every server takes: vLLM, SGLang, llama.cpp, LM Studio, Ollama, Groq, Together, Fireworks. */
  plain: { hosts: [], mayThinkAloud: true },
  /**
   * Thinking comes apart: https://openrouter.ai/docs/use-cases/reasoning-tokens, https://docs.x.ai/docs/guides/reasoning,
   * https://platform.moonshot.ai/docs/guide/use-kimi-k2-thinking-model
   */
  hosted: { hosts: ["openrouter.ai", "openrouter", "x.ai", "grok", "moonshot.ai", "moonshot.cn"] },
  /** Newer models refuse `max_tokens`: https://platform.openai.com/docs/api-reference/chat/create */
  openai: {
    hosts: ["api.openai.com", "openai", "openai.azure.com", "services.ai.azure.com", "azure-openai"],
    outputLimit: "max_completion_tokens",
    promptCacheKey: true,
    effort: besideTools,
  },
  /**
   * 422 to `stream_options`: https://github.com/openai/openai-agents-python/issues/442
   * "must be a-z, A-Z, 0-9, with a length of 9": https://github.com/nearai/ironclaw/issues/1241
   */
  mistral: { hosts: ["mistral.ai", "mistral"], isWithoutStreamOptions: true, callId: /^[a-zA-Z0-9]{9}$/, effort: allOrNothing },
  /** A call without a signature is 400, and there is a word for one from elsewhere: https://ai.google.dev/gemini-api/docs/thought-signatures */
  gemini: {
    hosts: ["generativelanguage.googleapis.com", "aiplatform.googleapis.com", "google-ai-studio"],
    foreignCall: { extra_content: { google: { thought_signature: "skip_thought_signature_validator" } } },
  },
  /**
   * `reasoning_content` of a reply with calls must be there: https://api-docs.deepseek.com/guides/thinking_mode
   * A blank is the least it takes: https://github.com/BerriAI/litellm/pull/28057
   */
  deepseek: { hosts: ["deepseek.com", "deepseek"], foreignReply: { reasoning_content: " " } },
} as const satisfies Record<string, Dialect>;

/** Strict servers refuse `ttl`: https://github.com/BerriAI/litellm-docs/pull/1078, https://github.com/BerriAI/litellm/issues/15880 */
export const messagesDialects = {
  claude: { hosts: ["anthropic.com", "anthropic"], keeps: ["5m", "1h"], takesEffort: true },
  "claude-plain": { hosts: [], keeps: ["5m"], takesEffort: true },
  "claude-bare": { hosts: [], keeps: [] },
} as const satisfies Record<string, MessagesDialect>;

export type DialectName = keyof typeof dialects;
export type MessagesDialectName = keyof typeof messagesDialects;

/**
 * Tools are always sent, beside which gpt-5.2 and later take no effort (https://github.com/openai/openai-openapi/issues/541), and those from
 * gpt-5.6 on demand that it is none (https://github.com/BerriAI/litellm/pull/34569).
 */
function besideTools(effort: Effort | undefined, model: string): string | undefined {
  const version = Number(/^gpt-5\.(\d+)/.exec(model)?.[1] ?? 0);
  return version >= 6 ? "none" : version >= 2 ? undefined : effort;
}

/** Only Large knows degrees: https://docs.mistral.ai/capabilities/reasoning/adjustable */
function allOrNothing(effort: Effort | undefined, model: string): string | undefined {
  return effort === undefined || model.includes("large") ? effort : effort === "low" ? "none" : "high";
}

/** The dialect of that name, or else the one that is spoken at the base URL. */
export function dialectOf(name: string | undefined, baseUrl: string): Dialect {
  return rowOf<Dialect>(dialects, name, baseUrl) ?? dialects.plain;
}

export function messagesDialectOf(name: string | undefined, baseUrl: string): MessagesDialect {
  return rowOf<MessagesDialect>(messagesDialects, name, baseUrl) ?? messagesDialects["claude-plain"];
}

function rowOf<T extends { readonly hosts: readonly string[] }>(table: Readonly<Record<string, T>>, name: string | undefined, baseUrl: string): T | undefined {
  const { hostname, pathname } = new URL(baseUrl);
  // https://developers.cloudflare.com/ai-gateway/usage/providers: /v1/{account}/{gateway}/{provider}
  const place = hostname === "gateway.ai.cloudflare.com" ? pathname.split("/")[4] : hostname;
  return table[name ?? ""] ?? Object.values(table).find(({ hosts }) => hosts.some((host) => `.${place}`.endsWith(`.${host}`)));
}
