import { isObject } from "../json/isObject";
import { word } from "../json/word";
import { type Fields, merge } from "./belongings";
import { CallsInPieces } from "./callsInPieces";
import type { Progress } from "./eventStream";
import { type ModelReply, tokens } from "./model";
import { cutStream, declined, senseless } from "./modelErrors";
import { toCallBlock } from "./replyMessage";
import { errorFor, errorInChat } from "./streamErrors";
import { StreamedReply } from "./streamedReply";
import { toWellFormedValue } from "./wellFormed";

/** Only what is read here; every field may be missing, as the stream is not to be trusted. */
interface ChatChunk {
  readonly choices?: unknown;
  readonly usage?: Fields | null;
  /** Older models of Workers AI: text and whole tool calls at the top. */
  readonly response?: unknown;
  readonly tool_calls?: unknown;
}

type Marked = { readonly google?: { readonly thought?: unknown } | null } | null | undefined;

/**
 * What belongs to a reply, by the names that servers have for it: DeepSeek, vLLM, SGLang, llama.cpp, LM Studio; OpenRouter, Groq, Ollama;
 * LiteLLM; Copilot; Gemini.
 */
const belonging = /^(?:reasoning|thinking_blocks$|extra_content$)/;
/** And to a call: Gemini's thought signature, and where LiteLLM puts it. */
const belongingToCall = /^(?:extra_content|provider_specific_fields|thought_signature)$/;

/** Puts a reply together from the chunks of a chat-completions stream. */
export class ChatReply extends StreamedReply {
  private isOlder = false;
  private isRefused = false;
  private hasDelta = false;
  private readonly calls = new CallsInPieces();
  private readonly belongings: Fields = {};

  protected override take(chunk: ChatChunk & Fields): Progress {
    const failure = errorInChat(chunk);
    if (failure !== undefined) throw failure;
    // One was asked for; a second would lie within its text.
    for (const choice of listOf(chunk.choices)) if (isObject(choice) && !(Number(word(choice["index"])) > 0)) this.readChoice(choice);
    if (chunk.choices === undefined && chunk.response !== undefined) {
      this.isOlder = true;
      if (chunk.response !== null) this.readContent(chunk.response);
    }
    for (const call of listOf(chunk.tool_calls)) this.readCall(call);
    if (isObject(chunk.usage)) this.countAll(chunk.usage);
    return "more";
  }

  finish(): ModelReply {
    // The older shape knows of no reason.
    if (!this.hasReason && !(this.isDone && this.isOlder)) throw cutStream();
    if (this.isRefused) throw declined();
    const calls = this.calls.finish();
    const data = toWellFormedValue(this.belongings);
    return this.conclude(calls, (text) => [
      ...(Object.keys(data).length === 0 ? [] : [{ type: "opaque", data } as const]),
      { type: "text", text },
      ...calls.map(toCallBlock),
    ]);
  }

  /** What was read from the cache is among the prompt's tokens; DeepSeek and Moonshot have names of their own for it. */
  private countAll({
    prompt_tokens: inputTokens,
    completion_tokens: outputTokens,
    prompt_tokens_details: details,
    prompt_cache_hit_tokens: hit,
    cached_tokens: cached,
  }: Fields): void {
    const { cached_tokens: read = hit ?? cached, cache_write_tokens: written } = (details ?? {}) as Fields;
    const all = tokens(inputTokens);
    const cacheReadTokens = Math.min(tokens(read), all);
    this.count({ inputTokens: all, cacheReadTokens, cacheWriteTokens: Math.min(tokens(written), all - cacheReadTokens), outputTokens });
  }

  private readChoice({ delta, message, finish_reason: reason, error }: Fields): void {
    if (error) throw errorFor(error);
    // A message beside or after deltas repeats them.
    const said = delta ?? (this.hasDelta ? undefined : message);
    if (isObject(said)) {
      this.hasDelta = true;
      this.readDelta(said);
    }
    this.endFor(reason);
  }

  private readDelta(delta: Fields): void {
    for (const name in delta) {
      const value = delta[name];
      if (value === null || value === undefined || value === "") continue;
      if (name === "content") {
        // Gemini marks the text of a thought so.
        if ((delta["extra_content"] as Marked)?.google?.thought !== true) this.readContent(value);
      } else if (name === "tool_calls") {
        for (const call of listOf(value)) this.readCall(call);
      } else if (name === "function_call") {
        // What calls were before there could be several.
        this.readCall({ index: 0, function: value });
      } else if (name === "refusal") {
        this.isRefused = true;
      } else if (belonging.test(name)) {
        merge(this.belongings, { [name]: value });
        this.flow();
      }
    }
  }

  private readContent(content: unknown): void {
    if (Array.isArray(content)) content.forEach((part) => this.readPart(part));
    // Workers AI sends a token that looks like a number as a number.
    else if (typeof content === "string" || typeof content === "number") this.say(String(content));
    else throw senseless("a text that is not a string");
  }

  private readPart(part: unknown): void {
    if (!isObject(part)) return this.readContent(part);
    if (part["type"] === "refusal") this.isRefused = true;
    else if (/^(?:output_)?text$/.test(word(part["type"] ?? "text"))) this.say(word(part["text"]));
    else {
      merge(this.belongings, { content: [part] });
      this.flow();
    }
  }

  private readCall(call: unknown): void {
    if (!isObject(call)) throw senseless("a tool call without a name");
    const { id, index } = call;
    const { name, arguments: input } = isObject(call["function"]) ? call["function"] : call;
    const owner = this.calls.add({
      index: /^-?\d+$/.test(word(index)) ? Number(index) : undefined,
      id: word(id) || undefined,
      name: word(name) || undefined,
      json: typeof input === "string" ? input : isObject(input) ? JSON.stringify(input) : "",
    });
    for (const [field, value] of Object.entries(call)) {
      if (belongingToCall.test(field) && value !== null) owner.extra = { ...owner.extra, [field]: value };
    }
  }
}

/** One alone is a list as well. */
function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : value === null || value === undefined ? [] : [value];
}
