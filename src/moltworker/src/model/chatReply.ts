import type { ContentBlock } from "../conversation/sessionMessage";
import { Belongings, isFields } from "./belongings";
import { CallsInPieces } from "./callsInPieces";
import { endingOf, reasonIn } from "./endings";
import type { EventReader, Progress } from "./eventStream";
import { type ModelCall, type ModelReply, type TokenCount, tokens } from "./model";
import { callAsText, cutStream, declined, senseless } from "./modelErrors";
import { parseObject } from "./parseObject";
import { ReplyLength, toCallBlock, toReplyMessage } from "./replyMessage";
import { Speech } from "./speech";
import { errorFor, errorIn } from "./streamErrors";

type Fields = Readonly<Record<string, unknown>>;

/** Only what is read here; every field may be missing, as the stream is not to be trusted. */
interface ChatChunk {
  readonly choices?: unknown;
  readonly usage?: { readonly prompt_tokens?: number; readonly completion_tokens?: number } | null;
  /** Older models of Workers AI: text and whole tool calls at the top. */
  readonly response?: unknown;
  readonly tool_calls?: unknown;
}

/** Of a call, what goes back with it: Gemini's thought signature, and where LiteLLM puts it. */
const belongingToCall = ["extra_content", "provider_specific_fields", "thought_signature"];

/** Puts a reply together from the chunks of a chat-completions stream. */
export class ChatReply implements EventReader {
  private text = "";
  private reason: string | null = null;
  private isDone = false;
  private isOlder = false;
  private isRefused = false;
  private hasDelta = false;
  private inputTokens = 0;
  private outputTokens = 0;
  private readonly usage: TokenCount;
  private readonly speech: Speech;
  private readonly length = new ReplyLength();
  private readonly calls = new CallsInPieces();
  private readonly belongings = new Belongings();

  /**
   * @param from The model, as what belongs to the reply is kept under it.
   * @param waits Whether thinking may come as text without its opening marker.
   */
  constructor(
    { usage, tools }: Pick<ModelCall, "usage" | "tools">,
    private readonly onText: (text: string) => void,
    private readonly from: string,
    waits: boolean,
  ) {
    this.usage = usage;
    this.speech = new Speech(tools, waits);
  }

  read(data: string): Progress {
    if (data.startsWith("[DONE]")) {
      this.isDone = true;
      return "done";
    }
    const chunk = parseObject<ChatChunk>(data);
    const failure = errorIn(chunk as Fields);
    if (failure !== undefined) throw failure;
    for (const choice of listOf(chunk.choices)) if (isFields(choice)) this.readChoice(choice);
    if (chunk.choices === undefined && chunk.response !== undefined) {
      this.isOlder = true;
      this.say(chunk.response);
    }
    for (const call of listOf(chunk.tool_calls)) this.readCall(call);
    if (chunk.usage) this.count(chunk.usage);
    return "more";
  }

  pause(): void {
    this.show(this.speech.take());
  }

  finish(): ModelReply {
    // The older shape knows of no reason.
    if (this.reason === null && !(this.isDone && this.isOlder)) throw cutStream();
    const stop = this.reason === null ? "end" : endingOf(this.reason);
    if (this.isRefused) throw declined();
    this.show(this.speech.end());
    const toolCalls = this.calls.finish();
    if (stop === "end" && toolCalls.length === 0) {
      if (this.speech.wroteCall) throw callAsText();
      if (/tool|function/i.test(this.reason ?? "")) throw senseless("a tool call was announced and not made");
    }
    const { all } = this.belongings;
    const parts: ContentBlock[] = [
      ...(all === undefined ? [] : [{ type: "opaque", data: all } as const]),
      { type: "text", text: this.text },
      ...toolCalls.map(toCallBlock),
    ];
    return { text: this.text, toolCalls, stop, message: toReplyMessage(parts, this.from, stop) };
  }

  private show(text: string): void {
    if (text === "") return;
    this.text += text;
    this.onText(text);
  }

  private readChoice({ delta, message, finish_reason: reason, error }: Fields): void {
    if (error !== undefined && error !== null) throw errorFor(error);
    // A message beside or after deltas repeats them.
    const said = delta ?? (this.hasDelta ? undefined : message);
    if (isFields(said)) {
      this.hasDelta = true;
      this.readDelta(said);
    }
    this.reason = reasonIn(reason) ?? this.reason;
  }

  private readDelta(delta: Fields): void {
    if (typeof delta["refusal"] === "string" && delta["refusal"] !== "") this.isRefused = true;
    if (this.belongings.read(delta)) {
      this.length.add(JSON.stringify(delta));
      this.show(this.speech.flow());
    }
    if (!isThought(delta["extra_content"])) this.say(delta["content"]);
    for (const call of listOf(delta["tool_calls"])) this.readCall(call);
    // What calls were before there could be several.
    if (isFields(delta["function_call"])) this.readCall({ index: 0, function: delta["function_call"] });
  }

  private say(content: unknown): void {
    if (content === null || content === undefined || content === "") return;
    if (Array.isArray(content)) return content.forEach((part) => this.readPart(part));
    // Workers AI sends a token that looks like a number as a number.
    const text = typeof content === "number" ? String(content) : content;
    if (typeof text !== "string") throw senseless("a text that is not a string");
    this.length.add(text);
    this.speech.add(text);
  }

  private readPart(part: unknown): void {
    if (!isFields(part)) return this.say(part);
    const { type, text } = part;
    if (type === "refusal") this.isRefused = true;
    else if (typeof text === "string" && (type === undefined || type === "text" || type === "output_text")) this.say(text);
    else {
      this.length.add(JSON.stringify(part));
      this.belongings.readPart(part);
      this.show(this.speech.flow());
    }
  }

  private readCall(call: unknown): void {
    if (!isFields(call)) throw senseless("a tool call without a name");
    const { id, index } = call;
    const { name, arguments: input } = isFields(call["function"]) ? call["function"] : call;
    const json = typeof input === "string" ? input : isFields(input) ? JSON.stringify(input) : "";
    this.length.add(json);
    const owner = this.calls.add({
      index: index === undefined || index === null || !Number.isInteger(Number(index)) ? undefined : Number(index),
      id: typeof id === "number" ? String(id) : textOrNone(id),
      name: textOrNone(name),
      json,
    });
    for (const field of belongingToCall) {
      if (call[field] !== undefined && call[field] !== null) owner.extra = { ...owner.extra, [field]: call[field] };
    }
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

/** Gemini marks the text of a thought so. */
function isThought(extra: unknown): boolean {
  return isFields(extra) && isFields(extra["google"]) && extra["google"]["thought"] === true;
}

function textOrNone(value: unknown): string | undefined {
  return typeof value === "string" && value !== "" ? value : undefined;
}

function listOf(value: unknown): readonly unknown[] {
  if (value === null || value === undefined) return [];
  if (!Array.isArray(value)) throw senseless("a list that is none");
  return value;
}
