import type { ContentBlock, Opaque } from "../conversation/sessionMessage";
import { isFields } from "./belongings";
import { withOwnIds } from "./callsInPieces";
import { endingOf, reasonIn } from "./endings";
import type { EventReader, Progress } from "./eventStream";
import { type ModelCall, type ModelReply, type TokenCount, type ToolCall, tokens } from "./model";
import { callAsText, cutStream, senseless } from "./modelErrors";
import { parseObject } from "./parseObject";
import { PartialToolCall, toInput } from "./partialToolCall";
import { ReplyLength, toCallBlock, toReplyMessage } from "./replyMessage";
import { Speech } from "./speech";
import { errorFor } from "./streamErrors";
import { toWellFormedValue } from "./wellFormed";

interface AnthropicUsage {
  readonly input_tokens?: number;
  readonly cache_creation_input_tokens?: number;
  readonly cache_read_input_tokens?: number;
  readonly output_tokens?: number;
}

type Fields = Record<string, unknown>;

/** Only what is read here; every field may be missing, as the stream is not to be trusted. */
interface AnthropicEvent {
  readonly type?: string;
  readonly index?: number;
  readonly delta?: Fields & { readonly type?: string; readonly text?: string };
  readonly content_block?: Fields & { readonly type?: string };
  readonly message?: { readonly usage?: AnthropicUsage };
  readonly usage?: AnthropicUsage;
  readonly error?: unknown;
}

/** A block on its way: as it began, and what came to it since. */
interface Part {
  readonly block: Fields;
  text: string;
  json: string;
}

/** Puts a reply together from the events of Anthropic's Messages API. */
export class AnthropicReply implements EventReader {
  private text = "";
  private reason: string | null = null;
  private outputTokens = 0;
  private stopped = false;
  private readonly usage: TokenCount;
  private readonly parts: Part[] = [];
  private readonly latestAt = new Map<number | undefined, Part>();
  private readonly length = new ReplyLength();
  private readonly speech: Speech;

  /** @param from The model, as what belongs to the reply is kept under it. */
  constructor(
    { usage, tools }: Pick<ModelCall, "usage" | "tools">,
    private readonly onText: (text: string) => void,
    private readonly from: string,
  ) {
    this.usage = usage;
    this.speech = new Speech(tools, false);
  }

  read(data: string): Progress {
    // Not of this API, but some gateways say it all the same.
    if (data.startsWith("[DONE]")) return this.stop();
    const event: AnthropicEvent = parseObject(data);
    switch (event.type) {
      case "content_block_delta":
        this.readDelta(event);
        break;
      case "content_block_start":
        this.readStart(event);
        break;
      case "message_start":
        this.countInput(event.message?.usage);
        break;
      case "message_delta":
        this.reason = reasonIn(event.delta?.["stop_reason"]) ?? this.reason;
        this.countOutput(event.usage);
        break;
      case "message_stop":
        return this.stop();
      case "error":
        throw errorFor(event.error);
      default: // pings, ends of blocks, and event types that are yet to come
        if (event.error !== undefined && event.error !== null) throw errorFor(event.error);
    }
    return "more";
  }

  pause(): void {
    this.show(this.speech.take());
  }

  finish(): ModelReply {
    if (!this.stopped) throw cutStream();
    if (this.reason === null) throw senseless("it ended without a stop reason");
    const stop = endingOf(this.reason);
    this.show(this.speech.end());
    const calls = new Map<Part, ToolCall>();
    for (const part of this.parts) if (part.block["type"] === "tool_use") calls.set(part, toCall(part));
    const toolCalls = withOwnIds([...calls.values()]);
    if (stop === "end" && toolCalls.length === 0) {
      if (this.speech.wroteCall) throw callAsText();
      if (this.reason === "tool_use") throw senseless("a tool call was announced and not made");
    }
    let next = 0;
    const content = this.parts.map((part) => (calls.has(part) ? toCallBlock(toolCalls[next++]!) : toBlock(part)));
    return { text: this.text, toolCalls, stop, message: toReplyMessage(content, this.from, stop) };
  }

  private stop(): Progress {
    this.stopped = true;
    return "done";
  }

  private show(text: string): void {
    if (text === "") return;
    this.text += text;
    this.textPart().text += text;
    this.onText(text);
  }

  /** The text that is being written: the last block, or a new one where none was begun. */
  private textPart(): Part {
    const last = this.parts.at(-1);
    return last?.block["type"] === "text" ? last : this.begin({ type: "text" }, undefined);
  }

  private begin(block: Fields, index: number | undefined): Part {
    const part: Part = { block, text: "", json: "" };
    this.parts.push(part);
    this.latestAt.set(index, part);
    return part;
  }

  private readDelta({ index, delta }: AnthropicEvent): void {
    if (delta?.type === "text_delta") {
      if (typeof delta.text !== "string") throw senseless("a text delta without text");
      this.length.add(delta.text);
      this.speech.add(delta.text);
      return;
    }
    const part = this.latestAt.get(index) ?? (index === undefined ? this.parts.at(-1) : undefined);
    switch (delta?.type) {
      case "input_json_delta": {
        const json = delta["partial_json"];
        if (part === undefined || typeof json !== "string") throw senseless("input for a tool call that was not begun");
        this.length.add(json);
        part.json += json;
        break;
      }
      case "thinking_delta":
        this.grow(part, "thinking", delta["thinking"]);
        break;
      case "signature_delta":
        if (part !== undefined && typeof delta["signature"] === "string") part.block["signature"] = delta["signature"];
        break;
      case "citations_delta":
        if (part !== undefined) {
          this.length.add(JSON.stringify(delta));
          part.block["citations"] = [...((part.block["citations"] ?? []) as unknown[]), delta["citation"]];
        }
        break;
      default: // deltas that are yet to come
    }
  }

  private grow(part: Part | undefined, field: string, more: unknown): void {
    if (part === undefined || typeof more !== "string") return;
    this.length.add(more);
    part.block[field] = `${(part.block[field] as string | undefined) ?? ""}${more}`;
  }

  private readStart({ index, content_block: block }: AnthropicEvent): void {
    if (!isFields(block)) return;
    // What was said so far stands before this block.
    this.pause();
    if (block.type === "tool_use" && (typeof block["id"] !== "string" || typeof block["name"] !== "string")) {
      throw senseless("a tool call without an id or a name");
    }
    if (block.type !== "text") this.length.add(JSON.stringify(block));
    this.begin(block, index);
    if (block.type === "text" && typeof block["text"] === "string" && block["text"] !== "") {
      this.length.add(block["text"]);
      this.speech.add(block["text"]);
    }
  }

  private countInput(usage: AnthropicUsage | undefined): void {
    this.usage.inputTokens +=
      tokens(usage?.input_tokens) + tokens(usage?.cache_creation_input_tokens) + tokens(usage?.cache_read_input_tokens);
    this.countOutput(usage);
  }

  /** The API tells the total so far, not what was added. */
  private countOutput(usage: AnthropicUsage | undefined): void {
    const total = Math.max(tokens(usage?.output_tokens), this.outputTokens);
    this.usage.outputTokens += total - this.outputTokens;
    this.outputTokens = total;
  }
}

function toCall({ block, json }: Part): ToolCall {
  const { type: _, id, name, input, ...extra } = block;
  const call = new PartialToolCall({ id: textOf(id) || undefined, name: textOf(name), json: "" });
  // Some gateways hand the input over whole with the block's start.
  call.append({ json: json.trim() !== "" ? json : typeof input === "string" ? input : JSON.stringify(input ?? {}) });
  if (Object.keys(extra).length > 0) call.extra = toWellFormedValue(extra);
  return call.finish();
}

function textOf(value: unknown): string {
  return typeof value === "string" ? value : "";
}

function toBlock({ block, text, json }: Part): ContentBlock {
  if (block["type"] === "text") {
    const { citations } = block;
    const extra: Opaque | undefined = Array.isArray(citations) && citations.length > 0 ? { citations } : undefined;
    return { type: "text", text, ...(extra === undefined ? {} : { extra: toWellFormedValue(extra) }) };
  }
  if (json.trim() === "") return { type: "opaque", data: toWellFormedValue(block) };
  const input = toInput(json);
  if (input === undefined) throw senseless("the input of the provider's own tool is not JSON");
  return { type: "opaque", data: toWellFormedValue({ ...block, input }) };
}
