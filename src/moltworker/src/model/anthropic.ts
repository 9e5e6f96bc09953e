import type { ContentBlock, SessionMessage } from "../conversation/sessionMessage";
import { AnthropicReply } from "./anthropicReply";
import { CallNames, sentName } from "./callNames";
import { readEvents } from "./eventStream";
import type { CacheLifetime, Fetch, Model, ModelCall, ModelReply } from "./model";
import { openStream } from "./openStream";
import { originOf } from "./origin";

export interface AnthropicOptions {
  readonly name: string;
  readonly apiKey: string;
  readonly baseUrl?: string | undefined;
}

/** Anthropic's Messages API, or what speaks like it: AI Gateway, a local server. */
export function anthropic(options: AnthropicOptions, fetch: Fetch): Model {
  const url = `${(options.baseUrl ?? "https://api.anthropic.com").replace(/\/+$/, "")}/v1/messages`;
  const origin = originOf({ provider: "anthropic", ...options });
  return {
    name: options.name,
    async reply(call: ModelCall, onText: (text: string) => void): Promise<ModelReply> {
      const body = await openStream(fetch, {
        url,
        headers: { "x-api-key": options.apiKey, "anthropic-version": "2023-06-01" },
        body: toRequest(options.name, call, origin),
        signal: call.signal,
      });
      const reply = new AnthropicReply(call, onText, origin, false);
      await readEvents(body, call.signal, reply, call.onBytes);
      return reply.finish();
    },
  };
}

function toRequest(model: string, call: ModelCall, to: string): object {
  const names = new CallNames();
  const mark = markOf(call.cacheLifetime);
  const ends = mark === undefined ? [] : endsOfRequests(call.messages);
  return {
    model,
    max_tokens: call.maxOutputTokens,
    stream: true,
    system: [{ type: "text", text: call.system, ...mark }],
    tools: call.tools.length === 0 ? undefined : call.tools.map(({ name, description, inputSchema }) => ({ name, description, input_schema: inputSchema })),
    messages: call.messages.flatMap((message, index) => toMessage(message, ends.includes(index) ? mark : undefined, names, to)),
  };
}

/**
 * Marks what the provider keeps for later requests. A mark finds what was kept up to it, and up to 20 blocks before it:
 * https://platform.claude.com/docs/en/build-with-claude/prompt-caching
 */
function markOf(lifetime: CacheLifetime | undefined): object | undefined {
  return lifetime === undefined ? undefined : { cache_control: { type: "ephemeral", ttl: lifetime === "1h" ? lifetime : undefined } };
}

/**
 * The messages with which this request ends and earlier ones ended: the one before, and that of the turn before where it is another. With
 * the system prompt's that makes four marks, which is as many as there may be.
 */
function endsOfRequests(messages: readonly SessionMessage[]): readonly number[] {
  const users = messages.flatMap(({ role }, index) => (role === "user" ? [index] : []));
  const begun = messages.findLastIndex(({ at }) => at !== undefined);
  return [messages.length - 1, ...users.filter((index) => index < messages.length - 1).slice(-1), ...users.filter((index) => index < begun).slice(-1)];
}

function toMessage({ role, content, from }: SessionMessage, mark: object | undefined, names: CallNames, to: string): object[] {
  const blocks = content.flatMap((block) => toBlock(block, from === to, names));
  // What another model alone can read is left out, and no message may be empty.
  if (blocks.length === 0) return [];
  const last = blocks.length - 1;
  // Thinking takes no mark.
  const isMarked = content.at(-1)?.type !== "opaque";
  return [{ role, content: blocks.map((block, index) => (isMarked && index === last ? { ...block, ...mark } : block)) }];
}

function toBlock(block: ContentBlock, isOwn: boolean, names: CallNames): object[] {
  switch (block.type) {
    case "text":
      return [{ type: "text", text: block.text, ...(isOwn && block.extra) }];
    case "tool_use":
      return [{ type: "tool_use", id: names.id(block.id, isOwn), name: sentName(block.name), input: block.input, ...(isOwn && block.extra) }];
    case "tool_result":
      return [{ type: "tool_result", tool_use_id: names.answered(block.toolUseId), content: block.content, is_error: block.isError }];
    case "opaque":
      return isOwn ? [block.data] : [];
  }
}
