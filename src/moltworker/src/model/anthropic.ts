import type { ContentBlock, SessionMessage } from "../conversation/sessionMessage";
import { AnthropicReply } from "./anthropicReply";
import { CallNames, sentName } from "./callNames";
import { readEvents } from "./eventStream";
import { type MessagesDialect, messagesDialectOf } from "./dialect";
import type { CacheLifetime, Fetch, Model, ModelCall, ModelReply } from "./model";
import type { ModelSettings } from "./modelSettings";
import { openStream } from "./openStream";
import { originOf } from "./origin";

/** Anthropic's Messages API, or what speaks like it: AI Gateway, a local server. */
export function anthropic(settings: ModelSettings, fetch: Fetch): Model {
  const { name, apiKey, baseUrl = "https://api.anthropic.com" } = settings;
  const dialect = messagesDialectOf(settings.dialect, baseUrl);
  const origin = originOf(settings);
  return {
    async reply(call: ModelCall, onText: (text: string) => void): Promise<ModelReply> {
      const body = await openStream(fetch, {
        url: `${baseUrl.replace(/\/+$/, "")}/v1/messages`,
        headers: { "x-api-key": apiKey!, "anthropic-version": "2023-06-01" },
        body: toRequest(name, call, origin, dialect),
        optional: dialect.takesEffort ? effortOf(name, call, origin) : {},
        signal: call.signal,
      });
      const reply = new AnthropicReply(call, onText, origin, false);
      await readEvents(body, call.signal, reply, call.onBytes);
      return reply.finish();
    },
  };
}

/** Models that are given tokens to think with; those before them do not think, and those after them are told how hard they should try. */
const withBudget = /-3[-.]7|opus-4(?![-.][5-9])|[tu]-4(?![-.][6-9])/;
const withoutThinking = /claude-3(?![-.]7)/;
const budgets = { low: undefined, medium: 2_048, high: 4_096 } as const;

/**
 * https://platform.claude.com/docs/en/build-with-claude/effort
 * The budget is the same in all calls of a turn, since another one would make the provider read all anew.
 */
function effortOf(model: string, { effort, messages, maxOutputTokens }: ModelCall, to: string): Readonly<Record<string, unknown>> {
  if (effort === undefined || withoutThinking.test(model)) return {};
  if (!withBudget.test(model)) return { output_config: { effort } };
  const budget = budgets[effort];
  if (budget === undefined || budget >= maxOutputTokens) return {};
  // A turn that began to use tools without thinking, or with another model, goes on without.
  const reply = messages.at(-1)?.content[0]?.type === "tool_result" ? messages.findLast(({ role }) => role === "assistant") : undefined;
  if (reply !== undefined && (reply.from !== to || reply.content[0]?.type !== "opaque")) return {};
  return { thinking: { type: "enabled", budget_tokens: budget } };
}

function toRequest(model: string, call: ModelCall, to: string, { keeps }: MessagesDialect): object {
  const names = new CallNames();
  const mark = markOf(call.cacheLifetimes?.find((it) => keeps.includes(it)));
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
