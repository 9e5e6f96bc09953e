import { optionalText } from "./toolInput";
import { toolOf } from "./toolOf";

/** Offered to the main group only. */
export const listChats = toolOf(
  "list_chats",
  "Asks for the chats that exist and are not registered as groups, for register_group.",
  { query: optionalText(128, "Part of a chat's title.") },
  (input, { act }) => {
    act("list_chats", input);
    return "Asked for. The list is sent to this chat, and you get it with the next message.";
  },
);
