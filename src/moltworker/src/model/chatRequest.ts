import type { ContentBlock, Opaque, SessionMessage } from "../conversation/sessionMessage";
import { CallNames, sentName } from "./callNames";
import type { Dialect } from "./dialect";
import type { ModelCall } from "./model";

/** The messages and tools of a chat-completions request to the model `to`. */
export function toChatRequest(call: ModelCall, dialect: Dialect, to: string): { messages: object[]; tools: object[] | undefined } {
  const names = new CallNames(dialect.callId);
  return {
    messages: [
      { role: "system", content: call.system },
      ...call.messages.flatMap((message) => (message.role === "user" ? toUser(message, names) : toAssistant(message, names, dialect, to))),
    ],
    tools:
      call.tools.length === 0
        ? undefined
        : call.tools.map(({ name, description, inputSchema }) => ({ type: "function", function: { name, description, parameters: inputSchema } })),
  };
}

function toUser({ content }: SessionMessage, names: CallNames): object[] {
  const text = textOf(content);
  const results = content.flatMap((block) =>
    block.type === "tool_result"
      ? [{ role: "tool", tool_call_id: names.answered(block.toolUseId), content: block.isError === true ? `Error: ${block.content}` : block.content }]
      : [],
  );
  return text === "" ? results : [...results, { role: "user", content: text }];
}

function toAssistant({ content, from }: SessionMessage, names: CallNames, dialect: Dialect, to: string): object[] {
  const isOwn = from === to;
  const text = textOf(content);
  const calls = content.flatMap((block) => (block.type === "tool_use" ? [block] : []));
  const { content: parts, ...fields }: Opaque = Object.assign({}, ...content.map((block) => (isOwn && block.type === "opaque" ? block.data : {})));
  // Nothing is left of a reply that another model alone can read.
  if (text === "" && calls.length === 0 && !isOwn) return [];
  return [
    {
      role: "assistant",
      content: Array.isArray(parts) ? [...(parts as unknown[]), ...(text === "" ? [] : [{ type: "text", text }])] : text,
      ...(calls.length > 0 && {
        tool_calls: calls.map(({ id, name, input, extra }, index) => ({
          id: names.id(id, isOwn),
          type: "function",
          function: { name: sentName(name), arguments: JSON.stringify(input) },
          ...(isOwn ? extra : index === 0 && dialect.foreignCall),
        })),
        ...dialect.foreignReply,
      }),
      ...fields,
    },
  ];
}

function textOf(content: readonly ContentBlock[]): string {
  return content.flatMap((block) => (block.type === "text" ? [block.text] : [])).join("\n\n");
}
