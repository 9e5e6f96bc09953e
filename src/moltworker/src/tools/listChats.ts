import { optionalText } from "./toolInput";
import { toolOf } from "./toolOf";

/** Offered to the main group only. */
export const listChats = toolOf(
  "list_chats",
  "Asks for the chats that are not registered as groups.",
  { query: optionalText(128, "Part of a chat's title.") },
  (input, { act }) => {
    act("list_chats", input);
    return "Asked for. It comes with the next message.";
  },
);
