import type { ContentBlock, SessionMessage } from "../conversation/sessionMessage";
import { AnthropicReply } from "./anthropicReply";
import { readEvents } from "./eventStream";
import type { Fetch, Model, ModelCall, ModelReply } from "./model";
import { openStream } from "./openStream";

export interface AnthropicOptions {
  readonly name: string;
  readonly apiKey: string;
  readonly baseUrl?: string;
}

/** Anthropic's Messages API, or what speaks like it: AI Gateway, a local server. */
export function anthropic(options: AnthropicOptions, fetch: Fetch): Model {
  const url = `${(options.baseUrl ?? "https://api.anthropic.com").replace(/\/+$/, "")}/v1/messages`;
  return {
    name: options.name,
    async reply(call: ModelCall, onText: (text: string) => void): Promise<ModelReply> {
      const body = await openStream(fetch, {
        url,
        headers: { "x-api-key": options.apiKey, "anthropic-version": "2023-06-01" },
        body: toRequest(options.name, call),
        signal: call.signal,
      });
      const reply = new AnthropicReply(call.usage, onText);
      await readEvents(body, call.signal, reply);
      return reply.finish();
    },
  };
}

const cached = { cache_control: { type: "ephemeral" } };

function toRequest(model: string, call: ModelCall): object {
  const last = call.messages.length - 1;
  return {
    model,
    max_tokens: call.maxOutputTokens,
    stream: true,
    system: [
      { type: "text", text: call.system.stable, ...cached },
      { type: "text", text: call.system.current },
    ],
    ...(call.tools.length === 0
      ? {}
      : {
          tools: call.tools.map(({ name, description, inputSchema }) => ({
            name,
            description,
            input_schema: inputSchema,
          })),
        }),
    messages: call.messages.map((message, index) => toMessage(message, index === last)),
  };
}

function toMessage({ role, content }: SessionMessage, isLast: boolean): object {
  const last = content.length - 1;
  return {
    role,
    content: content.map((block, index) => ({ ...toBlock(block), ...(isLast && index === last ? cached : {}) })),
  };
}

function toBlock(block: ContentBlock): object {
  switch (block.type) {
    case "text":
    case "tool_use":
      return block;
    case "tool_result":
      return {
        type: "tool_result",
        tool_use_id: block.toolUseId,
        content: block.content,
        ...(block.isError === true ? { is_error: true } : {}),
      };
  }
}
