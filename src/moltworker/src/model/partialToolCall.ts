import type { Opaque } from "../conversation/sessionMessage";
import { parse } from "../json/parse";
import type { ToolCall } from "./model";
import { senseless } from "./modelErrors";
import { toWellFormedValue } from "./wellFormed";

/** What a stream tells of a call at once. */
export interface CallPiece {
  readonly index?: number | undefined;
  readonly id?: string | undefined;
  readonly name?: string | undefined;
  readonly json: string;
}

/** A tool call whose input arrives in pieces of JSON. */
export class PartialToolCall {
  readonly index: number | undefined;
  id: string | undefined;
  extra: Opaque | undefined;
  private name: string;
  private json = "";

  constructor({ index, id, name = "" }: CallPiece) {
    this.index = index;
    this.id = id;
    this.name = name;
  }

  append({ id, name, json }: CallPiece): void {
    this.id ??= id;
    if (this.name === "") this.name = name ?? "";
    // A call that was told whole may be told once more.
    if (json !== this.json || !this.isWhole) this.json += json;
  }

  /** Whether a piece goes on with this call, though it may repeat its name: after a whole input another call begins. */
  takes({ id, index, name, json }: CallPiece): boolean {
    if (name === undefined || this.name === "") return true;
    if (name !== this.name) return false;
    return json === "" || !this.isWhole || (json === this.json && (id ?? index) !== undefined);
  }

  /** Whether a piece with another id, at the same index, can only be more of this call: some servers make up an id for each. */
  isGoneOnWith({ name, json }: CallPiece): boolean {
    return name === this.name && json !== "" && !this.isWhole;
  }

  finish(): ToolCall {
    if (this.name.trim() === "") throw senseless("a tool call without a name");
    const input = toInput(this.json);
    return {
      id: this.id?.toWellFormed() ?? madeUpId(),
      name: this.name.trim().toWellFormed(),
      input: input && toWellFormedValue(input),
      ...(this.extra === undefined ? {} : { extra: this.extra }),
    };
  }

  private get isWhole(): boolean {
    return this.json !== "" && /[}\]"l]\s*$/.test(this.json) && toInput(this.json) !== undefined;
  }
}

export function madeUpId(): string {
  return `call_${crypto.randomUUID()}`;
}

/** Servers that know of no input say `null` or an empty list; some encode it twice; some begin with an empty object. */
export function toInput(json: string): ToolCall["input"] {
  let value = parse(json.trim() === "" ? "{}" : json) ?? parse(json.replace(/^\s*\{\}/, ""));
  for (let times = 0; times < 2 && typeof value === "string"; times++) value = value.trim() === "" ? {} : parse(value);
  if (value === null || (Array.isArray(value) && value.length === 0)) return {};
  return typeof value === "object" && !Array.isArray(value) ? (value as Record<string, unknown>) : undefined;
}
