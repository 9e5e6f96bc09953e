import type { Opaque } from "../conversation/sessionMessage";
import { toWellFormedValue } from "./wellFormed";

type Fields = Record<string, unknown>;

/** Told as text, in pieces: DeepSeek, vLLM, SGLang, llama.cpp, LM Studio; OpenRouter, Groq, Ollama; Copilot. */
const texts = ["reasoning_content", "reasoning", "reasoning_text", "reasoning_opaque"];
/** Told as lists whose entries come in pieces: OpenRouter, LiteLLM. */
const lists = ["reasoning_details", "thinking_blocks"];
/** Of an entry, what is added to; all else is said anew. */
const growing: ReadonlySet<string> = new Set(["text", "summary", "thinking", "data"]);

/** What belongs to a chat-completions reply beside its text and its calls, put together as its provider streams it. */
export class Belongings {
  private readonly fields: Fields = {};

  /** @returns whether thinking was among it. */
  read(delta: Readonly<Fields>): boolean {
    let isThinking = false;
    for (const name of texts) {
      const text = delta[name];
      if (typeof text !== "string" || text === "") continue;
      this.fields[name] = `${(this.fields[name] as string | undefined) ?? ""}${text}`;
      isThinking = true;
    }
    for (const name of lists) {
      if (!Array.isArray(delta[name])) continue;
      for (const entry of delta[name] as unknown[]) if (isFields(entry)) merge(this.list(name), entry);
      isThinking = true;
    }
    if (isFields(delta["extra_content"])) this.fields["extra_content"] = { ...(this.fields["extra_content"] as Fields), ...delta["extra_content"] };
    return isThinking;
  }

  /** Parts of a `content` that is a list, beside its text: Mistral's thinking. */
  readPart(part: Readonly<Fields>): void {
    const parts = this.list("content");
    const last = parts.at(-1);
    const inner = Array.isArray(part["thinking"]) ? (part["thinking"] as unknown[]).filter(isFields) : undefined;
    if (inner === undefined || last === undefined || last["type"] !== part["type"]) parts.push(inner === undefined ? part : { ...part, thinking: joined([], inner) });
    else Object.assign(last, part, { thinking: joined(last["thinking"] as Fields[], inner) });
  }

  get all(): Opaque | undefined {
    return Object.keys(this.fields).length === 0 ? undefined : toWellFormedValue(this.fields);
  }

  private list(name: string): Fields[] {
    return (this.fields[name] ??= []) as Fields[];
  }
}

function merge(entries: Fields[], piece: Fields): void {
  const { type, index = null, id = null } = piece;
  const key = index ?? id;
  const own = key === null ? entries.at(-1) : entries.find((entry) => entry["type"] === type && (entry["index"] ?? entry["id"]) === key);
  if (own === undefined || own["type"] !== type || (key === null && Boolean(own["signature"]))) {
    entries.push({ ...piece });
    return;
  }
  for (const [name, value] of Object.entries(piece)) {
    if (value === null || value === undefined) continue;
    own[name] = growing.has(name) && typeof value === "string" && typeof own[name] === "string" ? `${own[name]}${value}` : value;
  }
}

function joined(before: Fields[], more: readonly Fields[]): Fields[] {
  for (const piece of more) {
    const last = before.at(-1);
    if (last?.["type"] === "text" && piece["type"] === "text") last["text"] = `${String(last["text"])}${String(piece["text"])}`;
    else before.push({ ...piece });
  }
  return before;
}

export function isFields(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
