import type { Tool, ToolScope } from "./tool";
import { type Fields, inputSchema, type InputOf, readInput } from "./toolInput";

/** A tool whose input is read by the fields that the model is told of. */
export function toolOf<F extends Fields>(
  name: string,
  description: string,
  fields: F,
  run: (input: InputOf<F>, scope: ToolScope) => string | Promise<string>,
): Tool {
  return { definition: { name, description, inputSchema: inputSchema(fields) }, run: (input, scope) => run(readInput(fields, input), scope) };
}
