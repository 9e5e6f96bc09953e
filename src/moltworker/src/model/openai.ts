import { ChatReply } from "./chatReply";
import { toChatRequest } from "./chatRequest";
import { dialectOf } from "./dialect";
import { readEvents } from "./eventStream";
import type { Fetch, Model, ModelCall, ModelReply } from "./model";
import type { ModelSettings } from "./modelSettings";
import { openStream } from "./openStream";
import { originOf } from "./origin";

/** Any endpoint that speaks OpenAI's chat completions. */
export function openAi(settings: ModelSettings, fetch: Fetch): Model {
  const { name, apiKey } = settings;
  // With its version, as in `https://api.openai.com/v1`.
  const baseUrl = settings.baseUrl!;
  const dialect = dialectOf(settings.dialect, baseUrl);
  const origin = originOf(settings);
  return {
    async reply(call: ModelCall, onText: (text: string) => void): Promise<ModelReply> {
      const body = await openStream(fetch, {
        url: `${baseUrl.replace(/\/+$/, "")}/chat/completions`,
        headers: { authorization: `Bearer ${apiKey}` },
        body: {
          model: name,
          stream: true,
          stream_options: dialect.isWithoutStreamOptions ? undefined : { include_usage: true },
          [dialect.outputLimit ?? "max_tokens"]: call.maxOutputTokens,
          ...toChatRequest(call, dialect, origin),
        },
        optional: {
          prompt_cache_key: dialect.promptCacheKey && call.cacheKey,
          reasoning_effort: dialect.effort === undefined ? call.effort : dialect.effort(call.effort, name),
        },
        signal: call.signal,
      });
      const reply = new ChatReply(call, onText, origin, dialect.mayThinkAloud === true);
      await readEvents(body, call.signal, reply, call.onBytes);
      return reply.finish();
    },
  };
}
