import type { Tool } from "./tool";
import { inputSchema, readInput } from "./toolInput";

const fields = {
  query: { type: "text", max: 128, optional: true, description: "Part of a chat's title." },
} as const;

/** Offered to the main group only. */
export const listChats: Tool = {
  definition: {
    name: "list_chats",
    description: "Asks for the chats that exist and are not registered as groups, for register_group.",
    inputSchema: inputSchema(fields),
  },
  run(input, { act }) {
    act("list_chats", readInput(fields, input));
    return "Asked for. The list is sent to this chat, and you get it with the next message.";
  },
};
