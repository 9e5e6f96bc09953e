import { ChatReply } from "./chatReply";
import { toChatRequest } from "./chatRequest";
import { readEvents } from "./eventStream";
import type { Fetch, Model, ModelCall, ModelReply } from "./model";
import { openStream } from "./openStream";

export interface OpenAiOptions {
  readonly name: string;
  readonly apiKey: string;
  /** With its version, as in `https://api.openai.com/v1`. */
  readonly baseUrl: string;
}

/** Any endpoint that speaks OpenAI's chat completions. */
export function openAi(options: OpenAiOptions, fetch: Fetch): Model {
  const url = `${options.baseUrl.replace(/\/+$/, "")}/chat/completions`;
  // OpenAI's newer models refuse `max_tokens`; most other endpoints know nothing else.
  const limit = new URL(url).hostname === "api.openai.com" ? "max_completion_tokens" : "max_tokens";
  return {
    name: options.name,
    async reply(call: ModelCall, onText: (text: string) => void): Promise<ModelReply> {
      const body = await openStream(fetch, {
        url,
        headers: { authorization: `Bearer ${options.apiKey}` },
        body: {
          model: options.name,
          stream: true,
          stream_options: { include_usage: true },
          [limit]: call.maxOutputTokens,
          ...toChatRequest(call),
        },
        signal: call.signal,
      });
      const reply = new ChatReply(call.usage, onText);
      await readEvents(body, call.signal, reply, call.onBytes);
      return reply.finish();
    },
  };
}
