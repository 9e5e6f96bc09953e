import { ChatReply } from "./chatReply";
import { toChatRequest } from "./chatRequest";
import { dialectOf } from "./dialect";
import { readEvents } from "./eventStream";
import type { Fetch, Model, ModelCall, ModelReply } from "./model";
import type { ModelSettings } from "./modelSettings";
import { openStream } from "./openStream";
import { originOf } from "./origin";

export interface OpenAiOptions {
  readonly name: string;
  readonly apiKey: string;
  /** With its version, as in `https://api.openai.com/v1`. */
  readonly baseUrl: string;
  /** Told by the base URL's host where it is left out. */
  readonly dialect?: ModelSettings["dialect"] | undefined;
}

/** Any endpoint that speaks OpenAI's chat completions. */
export function openAi(options: OpenAiOptions, fetch: Fetch): Model {
  const url = `${options.baseUrl.replace(/\/+$/, "")}/chat/completions`;
  const dialect = dialectOf(options.dialect, options.baseUrl);
  const origin = originOf({ provider: "openai", ...options });
  return {
    async reply(call: ModelCall, onText: (text: string) => void): Promise<ModelReply> {
      const body = await openStream(fetch, {
        url,
        headers: { authorization: `Bearer ${options.apiKey}` },
        body: {
          model: options.name,
          stream: true,
          stream_options: dialect.isWithoutStreamOptions ? undefined : { include_usage: true },
          [dialect.outputLimit ?? "max_tokens"]: call.maxOutputTokens,
          ...toChatRequest(call, dialect, origin),
        },
        optional: {
          prompt_cache_key: dialect.promptCacheKey && call.cacheKey,
          reasoning_effort: dialect.effort === undefined ? call.effort : dialect.effort(call.effort, options.name),
        },
        signal: call.signal,
      });
      const reply = new ChatReply(call, onText, origin, dialect.mayThinkAloud === true);
      await readEvents(body, call.signal, reply, call.onBytes);
      return reply.finish();
    },
  };
}
