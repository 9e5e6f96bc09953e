import type { TurnError } from "../conversation/turnError";
import type { EventReader, Progress } from "./eventStream";
import { type ModelReply, type TokenCount, tokens } from "./model";
import { cutStream, declined, errorForStatus, senseless } from "./modelErrors";
import { parseObject } from "./parseObject";
import { PartialToolCall } from "./partialToolCall";

interface ToolCallDelta {
  readonly index?: number;
  readonly id?: string | null;
  readonly function?: { readonly name?: string | null; readonly arguments?: string | null };
}

/** Only what is read here; every field may be missing, as the stream is not to be trusted. */
interface ChatChunk {
  readonly choices?: readonly {
    readonly delta?: { readonly content?: string | null; readonly tool_calls?: readonly ToolCallDelta[] | null };
    readonly finish_reason?: string | null;
  }[];
  readonly usage?: { readonly prompt_tokens?: number; readonly completion_tokens?: number } | null;
  readonly error?: { readonly code?: unknown; readonly type?: unknown } | null;
  /** Older models of Workers AI: text and whole tool calls at the top. */
  readonly response?: string | number | null;
  readonly tool_calls?: readonly { readonly name?: string; readonly arguments?: unknown }[] | null;
}

/** Puts a reply together from the chunks of a chat-completions stream. */
export class ChatReply implements EventReader {
  private text = "";
  private unsaid = "";
  private finishReason: string | null = null;
  private ended = false;
  private inputTokens = 0;
  private outputTokens = 0;
  private readonly toolCalls: PartialToolCall[] = [];
  private readonly byIndex = new Map<number, PartialToolCall>();

  constructor(
    private readonly usage: TokenCount,
    private readonly onText: (text: string) => void,
  ) {}

  read(data: string): Progress {
    if (data === "[DONE]") {
      this.ended = true;
      return "done";
    }
    const chunk: ChatChunk = parseObject(data);
    if (chunk.error) throw errorFor(chunk.error);
    const [choice] = listOf(chunk.choices);
    this.say(choice?.delta?.content);
    for (const call of listOf(choice?.delta?.tool_calls)) this.readToolCall(call);
    this.finishReason = choice?.finish_reason ?? this.finishReason;
    this.say(chunk.response);
    for (const call of listOf(chunk.tool_calls)) {
      if (typeof call?.name !== "string") throw senseless("a tool call without a name");
      this.begin(undefined, call.name).append(
        typeof call.arguments === "string" ? call.arguments : JSON.stringify(call.arguments ?? {}),
      );
    }
    if (chunk.usage) this.count(chunk.usage);
    return "more";
  }

  pause(): void {
    if (this.unsaid === "") return;
    const text = this.unsaid;
    this.unsaid = "";
    this.text += text;
    this.onText(text);
  }

  finish(): ModelReply {
    if (!this.ended && this.finishReason === null) throw cutStream();
    if (this.finishReason === "content_filter") throw declined();
    const toolCalls = this.toolCalls.map((call) => call.finish());
    if (this.finishReason === "tool_calls" && toolCalls.length === 0) throw senseless("a tool call was announced and not made");
    return { text: this.text, toolCalls, stop: this.finishReason === "length" ? "length" : "end" };
  }

  private say(content: string | number | null | undefined): void {
    if (content === null || content === undefined || content === "") return;
    // Workers AI sends a token that looks like a number as a number.
    const text = typeof content === "number" ? String(content) : content;
    if (typeof text !== "string") throw senseless("a text that is not a string");
    this.unsaid += text;
  }

  private readToolCall(delta: ToolCallDelta | null): void {
    if (delta === null) throw senseless("a tool call without a name");
    // Some endpoints leave the index out and send each call whole.
    const index = delta.index ?? (delta.id ? this.toolCalls.length : this.toolCalls.length - 1);
    let call = this.byIndex.get(index);
    if (call === undefined) {
      if (typeof delta.function?.name !== "string") throw senseless("a tool call without a name");
      call = this.begin(delta.id, delta.function.name);
      this.byIndex.set(index, call);
    }
    const json = delta.function?.arguments;
    if (typeof json === "string") call.append(json);
  }

  private begin(id: string | null | undefined, name: string): PartialToolCall {
    const call = new PartialToolCall(typeof id === "string" && id !== "" ? id : `call_${crypto.randomUUID()}`, name);
    this.toolCalls.push(call);
    return call;
  }

  /** Some endpoints repeat the total with each chunk, so the difference is added. */
  private count(usage: NonNullable<ChatChunk["usage"]>): void {
    const input = Math.max(tokens(usage.prompt_tokens), this.inputTokens);
    const output = Math.max(tokens(usage.completion_tokens), this.outputTokens);
    this.usage.inputTokens += input - this.inputTokens;
    this.usage.outputTokens += output - this.outputTokens;
    this.inputTokens = input;
    this.outputTokens = output;
  }
}

function listOf<T>(value: readonly T[] | null | undefined): readonly (T | null)[] {
  if (value === null || value === undefined) return [];
  if (!Array.isArray(value)) throw senseless("a list that is none");
  return value;
}

function errorFor({ code, type }: NonNullable<ChatChunk["error"]>): TurnError {
  const status = Number(code);
  if (Number.isInteger(status) && status >= 400 && status < 600) return errorForStatus(status);
  const words = `${String(code)} ${String(type)}`;
  if (/rate_limit|quota/.test(words)) return errorForStatus(429);
  if (/overloaded/.test(words)) return errorForStatus(529);
  if (/api_key|authentication|permission/.test(words)) return errorForStatus(401);
  if (/invalid_request|not_found|context_length/.test(words)) return errorForStatus(400);
  if (/server_error|api_error|timeout/.test(words)) return errorForStatus(500);
  return senseless("an error event of an unknown type");
}
