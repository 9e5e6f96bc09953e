import { withoutInternal } from "../turn/internalFilter";
import { type Tool, ToolError } from "./tool";
import { inputSchema, readInput } from "./toolInput";

const fields = {
  text: { type: "text", max: 16_384, description: "What to send." },
  chatJid: { type: "text", max: 256, optional: true, description: "Another chat than this one; the main group only." },
} as const;

export const sendMessage: Tool = {
  definition: {
    name: "send_message",
    description: "Sends a message to the chat at once, while you are still working.",
    inputSchema: inputSchema(fields),
  },
  run(input, { request, act, limits, spent }) {
    const { text, chatJid } = readInput(fields, input);
    if (chatJid !== undefined && chatJid !== request.chatJid && !request.isMain) {
      throw new ToolError("Only the main group may write to another chat. Leave chatJid out.");
    }
    const visible = withoutInternal(text).trim();
    if (visible === "") throw new ToolError("There is nothing to send in text.");
    if (spent.sentMessages >= limits.maxSentMessages) {
      throw new ToolError(`A turn may send ${limits.maxSentMessages} messages. Put what is left into your answer.`);
    }
    spent.sentMessages += 1;
    act("send_message", { text: visible, ...(chatJid === undefined ? {} : { chatJid }) });
    return "Handed over for sending.";
  },
};
