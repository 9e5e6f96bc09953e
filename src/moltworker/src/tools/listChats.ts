import type { Tool } from "./tool";
import { inputSchema, readInput } from "./toolInput";

const fields = {
  query: { type: "text", max: 128, optional: true, description: "A part of the title, or the chat's id." },
} as const;

/** Offered to the main group only. Anybody can make a chat and title it, so they are listed on request alone. */
export const listChats: Tool = {
  definition: {
    name: "list_chats",
    description: "Lists chats that are no groups yet: to this chat at once, and to you with its next message.",
    inputSchema: inputSchema(fields),
  },
  run(input, { act }) {
    act("list_chats", readInput(fields, input));
    return "Handed over. You get the list with the next message.";
  },
};
