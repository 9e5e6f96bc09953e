import { withoutInternal } from "../turn/internalFilter";
import { ToolError } from "./tool";
import { optionalText, text } from "./toolInput";
import { toolOf } from "./toolOf";

export const sendMessage = toolOf(
  "send_message",
  "Sends a message to the chat at once, before your answer: for progress in long work, not for the answer itself.",
  { text: text(16_384, "What to send."), chatJid: optionalText(256, "Another chat than this one; the main group only.") },
  ({ text, chatJid }, { request, act, limits, spent }) => {
    if (chatJid !== undefined && chatJid !== request.chatJid && !request.isMain) {
      throw new ToolError("Only the main group may do that. Leave chatJid out.");
    }
    const visible = withoutInternal(text).trim();
    if (visible === "") throw new ToolError("text has nothing to send.");
    if (spent.sentMessages >= limits.maxSentMessages) {
      throw new ToolError(`A turn may send ${limits.maxSentMessages} messages. Put the rest into your answer.`);
    }
    spent.sentMessages += 1;
    act("send_message", { text: visible, chatJid });
    return "Handed over.";
  },
);
