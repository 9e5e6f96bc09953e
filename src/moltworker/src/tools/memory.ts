import type { Tool } from "./tool";
import { inputSchema, readInput } from "./toolInput";

const rememberFields = {
  key: { type: "text", max: 128, description: "A short name; what was kept under it before is replaced." },
  value: { type: "text", max: 4_096, description: "The fact." },
} as const;

export const remember: Tool = {
  definition: {
    name: "remember",
    description: "Keeps a fact about this group beyond this conversation.",
    inputSchema: inputSchema(rememberFields),
  },
  run(input, { memory, origins }) {
    const { key, value } = readInput(rememberFields, input);
    memory.remember(key, value, [...origins]);
    return "Kept.";
  },
};

const recallFields = {
  query: { type: "text", max: 256, description: "Words to look for in names and facts." },
} as const;

export const recall: Tool = {
  definition: {
    name: "recall",
    description: "Finds what was kept with remember.",
    inputSchema: inputSchema(recallFields),
  },
  run(input, { memory, strangers }) {
    const notes = memory.recall(readInput(recallFields, input).query);
    for (const origin of notes.flatMap((note) => note.origins ?? [])) strangers(origin);
    return notes.length === 0 ? "Nothing was kept about that." : JSON.stringify(notes.map(({ key, value }) => ({ key, value })));
  },
};
