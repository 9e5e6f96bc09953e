import type { ContentBlock } from "../conversation/sessionMessage";
import { isObject } from "../json/isObject";
import { word } from "../json/word";
import { type Fields, merge } from "./belongings";
import { withOwnIds } from "./callsInPieces";
import type { Progress } from "./eventStream";
import { type ModelReply, type ToolCall, tokens } from "./model";
import { cutStream, senseless } from "./modelErrors";
import { PartialToolCall, toInput } from "./partialToolCall";
import { toCallBlock } from "./replyMessage";
import { StreamedReply } from "./streamedReply";
import { toWellFormedValue } from "./wellFormed";

interface AnthropicUsage {
  readonly input_tokens?: number;
  readonly cache_creation_input_tokens?: number;
  readonly cache_read_input_tokens?: number;
  readonly output_tokens?: number;
}

/** Only what is read here; every field may be missing, as the stream is not to be trusted. */
interface AnthropicEvent {
  readonly type?: string;
  readonly index?: number;
  readonly delta?: Fields & { readonly type?: string; readonly text?: string };
  readonly content_block?: unknown;
  readonly message?: { readonly usage?: AnthropicUsage };
  readonly usage?: AnthropicUsage;
}

/** Puts a reply together from the events of Anthropic's Messages API. */
export class AnthropicReply extends StreamedReply {
  /** The blocks as they began, with what came to them since. */
  private readonly blocks: Fields[] = [];
  private readonly latestAt = new Map<number | undefined, Fields>();

  protected override take(event: AnthropicEvent): Progress {
    if (event.type === "content_block_delta") {
      this.readDelta(event);
      return "more";
    }
    switch (event.type) {
      case "content_block_start":
        this.readStart(event);
        break;
      case "message_start":
        this.countAll(event.message?.usage);
        break;
      case "message_delta":
        this.endFor(event.delta?.["stop_reason"]);
        // Here the API repeats what came in, counts what its own tools read, or tells it at all.
        this.countAll(event.usage);
        break;
      case "message_stop":
        return this.stop();
      default: // pings, ends of blocks, and event types that are yet to come
    }
    return "more";
  }

  finish(): ModelReply {
    if (!this.isDone) throw cutStream();
    if (!this.hasReason) throw senseless("it ended without a stop reason");
    const calls = withOwnIds(this.blocks.filter(isCall).map(toCall));
    let next = 0;
    return this.conclude(calls, () => this.blocks.map((block) => (isCall(block) ? toCallBlock(calls[next++]!) : toBlock(block))));
  }

  protected override show(text: string): void {
    if (text === "") return;
    // The block that is being written, or a new one where none was begun.
    let block = this.blocks.at(-1);
    if (block?.["type"] !== "text") this.blocks.push((block = { type: "text", text: "" }));
    block["text"] = `${String(block["text"])}${text}`;
    super.show(text);
  }

  private readDelta({ index, delta }: AnthropicEvent): void {
    if (delta?.type === "text_delta") {
      if (typeof delta.text !== "string") throw senseless("a text that is not a string");
      return this.say(delta.text);
    }
    const { type, citation, ...more } = delta ?? {};
    const block = this.latestAt.get(index);
    if (type === "input_json_delta" && (block === undefined || typeof more["partial_json"] !== "string")) {
      throw senseless("input for no tool call");
    }
    if (block !== undefined) merge(block, citation === undefined ? more : { citations: [citation] });
  }

  private readStart({ index, content_block: block }: AnthropicEvent): void {
    if (!isObject(block)) return;
    // What was said so far stands before this block.
    this.pause();
    const { text } = block;
    if (block["type"] === "text") block["text"] = "";
    this.blocks.push(block);
    // Some gateways leave the index out behind the start.
    this.latestAt.set(index, block).set(undefined, block);
    if (block["type"] === "text" && typeof text === "string") this.say(text);
  }

  private countAll(usage: AnthropicUsage | undefined): void {
    const cacheReadTokens = tokens(usage?.cache_read_input_tokens);
    const cacheWriteTokens = tokens(usage?.cache_creation_input_tokens);
    // Here the rest is told alone.
    const inputTokens = tokens(usage?.input_tokens) + cacheReadTokens + cacheWriteTokens;
    this.count({ inputTokens, cacheReadTokens, cacheWriteTokens, outputTokens: usage?.output_tokens });
  }
}

function isCall(block: Fields): boolean {
  return block["type"] === "tool_use";
}

function toCall({ type: _, id, name, input = "", partial_json: pieces, ...extra }: Fields): ToolCall {
  const call = new PartialToolCall({ id: word(id) || undefined, name: word(name), json: "" });
  const json = word(pieces);
  // Some gateways hand the input over whole with the block's start.
  call.append({ json: json.trim() !== "" ? json : typeof input === "string" ? input : JSON.stringify(input) });
  if (Object.keys(extra).length > 0) call.extra = toWellFormedValue(extra);
  return call.finish();
}

function toBlock({ partial_json: json, ...block }: Fields): ContentBlock {
  const { type, text, citations } = block;
  if (type === "text")
    return { type, text: String(text), extra: Array.isArray(citations) && citations.length > 0 ? toWellFormedValue({ citations }) : undefined };
  if (json !== undefined) {
    block["input"] = toInput(word(json));
    if (block["input"] === undefined) throw senseless("the input of the provider's own tool is not JSON");
  }
  return { type: "opaque", data: toWellFormedValue(block) };
}
