import type { ToolCall } from "./model";

/** A tool call whose input arrives in pieces of JSON. */
export class PartialToolCall {
  private json = "";

  constructor(
    private readonly id: string,
    private readonly name: string,
  ) {}

  append(json: string): void {
    this.json += json;
  }

  finish(): ToolCall {
    return { id: this.id, name: this.name, input: toInput(this.json) };
  }
}

function toInput(json: string): ToolCall["input"] {
  if (json.trim() === "") return {};
  try {
    const value: unknown = JSON.parse(json);
    return typeof value === "object" && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : undefined;
  } catch {
    return undefined;
  }
}
