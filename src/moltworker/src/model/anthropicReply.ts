import { TurnError } from "../conversation/turnError";
import type { EventReader, Progress } from "./eventStream";
import { type ModelReply, type TokenCount, tokens } from "./model";
import { cutStream, declined, errorForStatus, senseless } from "./modelErrors";
import { parseObject } from "./parseObject";
import { PartialToolCall } from "./partialToolCall";

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
  readonly delta?: {
    readonly type?: string;
    readonly text?: string;
    readonly partial_json?: string;
    readonly stop_reason?: string | null;
  };
  readonly content_block?: { readonly type?: string; readonly id?: string; readonly name?: string; readonly text?: string };
  readonly message?: { readonly usage?: AnthropicUsage };
  readonly usage?: AnthropicUsage;
  readonly error?: { readonly type?: unknown };
}

/** Puts a reply together from the events of Anthropic's Messages API. */
export class AnthropicReply implements EventReader {
  private text = "";
  private unsaid = "";
  private stopReason: string | null = null;
  private outputTokens = 0;
  private stopped = false;
  private readonly toolCalls = new Map<number, PartialToolCall>();

  constructor(
    private readonly usage: TokenCount,
    private readonly onText: (text: string) => void,
  ) {}

  read(data: string): Progress {
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
        this.stopReason = event.delta?.stop_reason ?? this.stopReason;
        this.countOutput(event.usage);
        break;
      case "message_stop":
        this.stopped = true;
        return "done";
      case "error":
        throw errorForType(event.error?.type);
      default: // pings, ends of blocks, and event types that are yet to come
    }
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
    if (!this.stopped) throw cutStream();
    if (this.stopReason === "refusal") throw declined();
    if (this.stopReason === null) throw senseless("it ended without a stop reason");
    const toolCalls = [...this.toolCalls.values()].map((call) => call.finish());
    if (this.stopReason === "tool_use" && toolCalls.length === 0) throw senseless("a tool call was announced and not made");
    return { text: this.text, toolCalls, stop: this.stopReason === "max_tokens" ? "length" : "end" };
  }

  private readDelta({ index, delta }: AnthropicEvent): void {
    if (delta?.type === "text_delta") {
      if (typeof delta.text !== "string") throw senseless("a text delta without text");
      this.unsaid += delta.text;
    } else if (delta?.type === "input_json_delta") {
      const call = this.toolCalls.get(index ?? -1);
      if (call === undefined || typeof delta.partial_json !== "string") throw senseless("input for a tool call that was not begun");
      call.append(delta.partial_json);
    }
  }

  private readStart({ index, content_block: block }: AnthropicEvent): void {
    if (block?.type === "text" && typeof block.text === "string" && block.text !== "") {
      this.unsaid += block.text;
    } else if (block?.type === "tool_use") {
      if (typeof index !== "number" || typeof block.id !== "string" || typeof block.name !== "string") {
        throw senseless("a tool call without an id or a name");
      }
      this.toolCalls.set(index, new PartialToolCall(block.id, block.name));
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

/** The HTTP status that each error type goes with: https://docs.claude.com/en/api/errors */
const statusOfType: ReadonlyMap<unknown, number> = new Map(Object.entries({
  invalid_request_error: 400,
  authentication_error: 401,
  billing_error: 402,
  permission_error: 403,
  not_found_error: 404,
  request_too_large: 413,
  rate_limit_error: 429,
  api_error: 500,
  timeout_error: 504,
  overloaded_error: 529,
}));

function errorForType(type: unknown): TurnError {
  const status = statusOfType.get(type);
  return status === undefined ? senseless("an error event of an unknown type") : errorForStatus(status);
}
