import type { SessionMessage } from "../conversation/sessionMessage";
import type { ModelCall } from "./model";

/** The messages and tools of a chat-completions request. */
export function toChatRequest(call: ModelCall): { messages: object[]; tools?: object[] } {
  return {
    messages: [
      { role: "system", content: `${call.system.stable}\n\n${call.system.current}` },
      ...call.messages.flatMap(toMessages),
    ],
    ...(call.tools.length === 0
      ? {}
      : {
          tools: call.tools.map(({ name, description, inputSchema }) => ({
            type: "function",
            function: { name, description, parameters: inputSchema },
          })),
        }),
  };
}

function toMessages({ role, content }: SessionMessage): object[] {
  const text = content.flatMap((block) => (block.type === "text" ? [block.text] : [])).join("\n\n");
  if (role === "assistant") {
    const calls = content.flatMap((block) =>
      block.type === "tool_use"
        ? [{ id: block.id, type: "function", function: { name: block.name, arguments: JSON.stringify(block.input) } }]
        : [],
    );
    return [{ role, content: text, ...(calls.length === 0 ? {} : { tool_calls: calls }) }];
  }
  const results = content.flatMap((block) =>
    block.type === "tool_result"
      ? [{ role: "tool", tool_call_id: block.toolUseId, content: block.isError === true ? `Error: ${block.content}` : block.content }]
      : [],
  );
  return text === "" ? results : [...results, { role, content: text }];
}
