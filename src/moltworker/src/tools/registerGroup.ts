import { type Tool, ToolError } from "./tool";
import { inputSchema, readInput } from "./toolInput";

const fields = {
  jid: { type: "text", max: 256, description: "The chat's id." },
  name: { type: "text", max: 128, description: "The group's name." },
  folder: { type: "text", max: 64, description: 'A folder of its own: letters, digits, "-" and "_".' },
  trigger: { type: "text", max: 64, optional: true, description: "The word that calls the assistant, such as @Andy." },
} as const;

/** Offered to the main group only. */
export const registerGroup: Tool = {
  definition: {
    name: "register_group",
    description: "Lets the assistant take part in another chat.",
    inputSchema: inputSchema(fields),
  },
  run(input, { act }) {
    const args = readInput(fields, input);
    if (!/^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$/.test(args.folder) || args.folder === "global") {
      throw new ToolError('folder must be letters, digits, "-" and "_", begin with a letter or digit, and not be "global".');
    }
    act("register_group", args);
    return "Handed over for registering.";
  },
};
