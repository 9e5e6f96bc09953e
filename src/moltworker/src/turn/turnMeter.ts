import { charactersAToken, mostCallsAReply, streamBytesACall, streamBytesAToken } from "../bounds/bounds";
import type { Spent } from "../bounds/spent";
import type { TurnLimits } from "../bounds/turnLimits";
import type { ContentBlock, SessionMessage } from "../conversation/sessionMessage";
import { TurnError } from "../conversation/turnError";
import type { ModelReply } from "../model/model";
import { senseless } from "../model/modelErrors";
import { estimateTokens } from "./tokenEstimate";

/** Counts what a turn's model calls use, and ends the turn where that is more than it may. */
export class TurnMeter {
  constructor(
    private readonly spent: Spent,
    private readonly limits: TurnLimits,
  ) {}

  get outputTokensLeft(): number {
    return this.limits.maxOutputTokens - this.spent.outputTokens;
  }

  /** @throws {TurnError} `input_limit` where another model call would be one too many. */
  demandRoom(): void {
    const { maxInputTokens } = this.limits;
    if (this.spent.inputTokens >= maxInputTokens) {
      throw new TurnError("input_limit", `The turn gave the model more than ${maxInputTokens} tokens to read.`);
    }
  }

  read(inputTokens: number): void {
    this.spent.inputTokens += inputTokens;
  }

  /** @throws {TurnError} `output_limit` where the streams are longer than what may be said can be. */
  readonly onBytes = (bytes: number): void => {
    const { maxOutputTokens, maxSteps } = this.limits;
    this.spent.streamBytes += bytes;
    if (this.spent.streamBytes > maxOutputTokens * streamBytesAToken + maxSteps * streamBytesACall) throw this.outputLimit();
  };

  /** @throws {TurnError} `output_limit` where that many characters more are too many. */
  say(characters: number): void {
    this.spent.characters += characters;
    if (this.spent.characters > this.limits.maxOutputTokens * charactersAToken) throw this.outputLimit();
  }

  /**
   * Counts a reply, whose text was counted as it came.
   * @param inputTokens as the provider told; where it told none, they are estimated.
   * @throws {TurnError} `output_limit` where it was cut off, or goes on where nothing more may be said; `model_protocol`
   * where its arguments make no sense.
   */
  count(reply: ModelReply, messages: readonly SessionMessage[], inputTokens: number, outputTokens: number): void {
    this.read(inputTokens > 0 ? inputTokens : estimateTokens(messages));
    this.spent.outputTokens += outputTokens;
    if (reply.toolCalls.length > mostCallsAReply) throw this.outputLimit();
    for (const block of reply.message.content) this.say(lengthOf(block));
    const goesOn = reply.toolCalls.length > 0 || reply.stop === "pause";
    if (reply.stop === "length" || (goesOn && this.outputTokensLeft <= 0)) throw this.outputLimit();
  }

  private outputLimit(): TurnError {
    return new TurnError("output_limit", `The turn gave more than ${this.limits.maxOutputTokens} tokens of output.`);
  }
}

/** No tool's arguments are deep, and what is thousands of levels deep can be parsed but not be written down again. */
const deepest = 32;

/** What a block adds to the text, which was counted as it came. */
function lengthOf(block: ContentBlock): number {
  if (isDeeper(block, deepest)) throw senseless("the arguments of a tool call are nested too deeply");
  return block.type === "text" ? JSON.stringify(block.extra ?? "").length : JSON.stringify(block).length;
}

function isDeeper(value: unknown, levels: number): boolean {
  return typeof value === "object" && value !== null && (levels === 0 || Object.values(value).some((it) => isDeeper(it, levels - 1)));
}
