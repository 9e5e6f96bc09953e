import { ToolError } from "./tool";
import { optionalText, text } from "./toolInput";
import { toolOf } from "./toolOf";

/** Offered to the main group only. */
export const registerGroup = toolOf(
  "register_group",
  "Lets the assistant take part in another chat.",
  {
    jid: text(256, "The chat's id."),
    name: text(128, "The group's name."),
    folder: text(64, 'A folder of its own: letters, digits, "-" and "_".'),
    trigger: optionalText(64, "The word that calls the assistant, as @Andy."),
  },
  (input, { act }) => {
    if (!/^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$/.test(input.folder) || input.folder === "global") {
      throw new ToolError('folder must be letters, digits, "-" and "_", begin with a letter or digit, and not be global.');
    }
    act("register_group", input);
    return "Handed over.";
  },
);
