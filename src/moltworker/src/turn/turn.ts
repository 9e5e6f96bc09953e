import type { TurnEvent } from "../contract";
import type { ContentBlock, SessionMessage } from "../conversation/sessionMessage";
import { TurnError } from "../conversation/turnError";
import type { Fetch, Model, ModelReply, SystemPrompt } from "../model/model";
import { Toolbox } from "../tools/toolbox";
import { AnswerStream } from "./answerStream";
import { fitHistory } from "./history";
import { summarise } from "./summary";
import { systemPrompt } from "./systemPrompt";
import { estimateTokens } from "./tokenEstimate";
import type { TurnContext, TurnOutcome } from "./turnContext";

/** A provider that does not count is bounded by what it sends. */
const charactersPerToken = 16;

/** One turn on its way: model call, tools, and again, until the model has nothing more to do. */
export class Turn {
  private readonly answer: AnswerStream;
  private readonly toolbox: Toolbox;
  private readonly system: SystemPrompt;
  private actions = 0;
  private outputTokens = 0;
  private characters = 0;
  /** Whether this turn has told the people anything. */
  private hasSpoken = false;

  constructor(
    private readonly ctx: TurnContext,
    private readonly model: Model,
    fetch: Fetch,
    private readonly signal: AbortSignal,
  ) {
    const emit = (event: TurnEvent): void => {
      if (signal.aborted) return;
      this.hasSpoken ||= event.event === "output" || (event.event === "action" && event.data.name === "send_message");
      ctx.emit(event);
    };
    this.answer = new AnswerStream(emit);
    this.system = systemPrompt(ctx.request, new Date());
    this.toolbox = new Toolbox({
      request: ctx.request,
      memory: ctx.memory,
      fetch,
      signal,
      act: (name, args) => {
        this.actions += 1;
        emit({ event: "action", data: { id: `a${this.actions}`, name, arguments: args } });
      },
    });
  }

  async run(): Promise<TurnOutcome> {
    const { limits, request } = this.ctx;
    const prompt: SessionMessage = { role: "user", content: [{ type: "text", text: request.prompt.toWellFormed() }] };
    const messages = [...(await this.history(prompt)), prompt];
    for (let step = 0; step < limits.maxSteps; step++) {
      const reply = await this.ask(messages);
      messages.push(reply.message);
      if (reply.toolCalls.length === 0) {
        const isEmpty = reply.stop === "pause" ? reply.message.content.length === 0 : reply.text.trim() === "" && !this.hasSpoken;
        if (isEmpty) throw emptyReply();
        if (reply.stop === "pause") continue;
        return { history: messages };
      }
      messages.push({ role: "user", content: await this.runTools(reply) });
    }
    throw new TurnError("step_limit", `The turn needed more than ${limits.maxSteps} model calls.`);
  }

  private history(prompt: SessionMessage): Promise<readonly SessionMessage[]> {
    const { history, limits } = this.ctx;
    return fitHistory(history, estimateTokens([prompt]), limits.historyTokens, async (messages) => {
      this.ctx.usage.steps += 1;
      try {
        return await summarise(this.model, messages, Math.max(256, Math.floor(limits.historyTokens / 8)), this.signal, this.ctx.usage);
      } catch (error) {
        if (this.signal.aborted || !(error instanceof TurnError)) throw error;
        return undefined;
      }
    });
  }

  private async ask(messages: readonly SessionMessage[]): Promise<ModelReply> {
    const { limits, usage } = this.ctx;
    const before = usage.outputTokens;
    usage.steps += 1;
    const reply = await this.model.reply(
      {
        system: this.system,
        messages,
        tools: this.toolbox.definitions,
        maxOutputTokens: limits.maxOutputTokens - this.outputTokens,
        signal: this.signal,
        usage,
      },
      (text) => this.write(text),
    );
    this.outputTokens += usage.outputTokens - before;
    const goesOn = reply.toolCalls.length > 0 || reply.stop === "pause";
    if (reply.stop === "length" || (goesOn && this.outputTokens >= limits.maxOutputTokens)) {
      throw this.outputLimit();
    }
    this.answer.finish();
    return reply;
  }

  private write(text: string): void {
    this.characters += text.length;
    if (this.characters > this.ctx.limits.maxOutputTokens * charactersPerToken) throw this.outputLimit();
    this.answer.write(text);
  }

  private async runTools({ toolCalls }: ModelReply): Promise<readonly ContentBlock[]> {
    const results: ContentBlock[] = [];
    for (const call of toolCalls) {
      const result = await this.toolbox.run(call);
      // A page or a note may have been cut in the middle of a character.
      results.push({ ...result, content: result.content.toWellFormed() });
    }
    return results;
  }

  private outputLimit(): TurnError {
    return new TurnError("output_limit", `The turn gave more than ${this.ctx.limits.maxOutputTokens} tokens of output.`);
  }
}

/** Silence is the model's to choose, by an `<internal>` block. Nothing at all is a fault, and people wait. */
function emptyReply(): TurnError {
  return new TurnError("model_protocol", "The model's reply was empty: it had neither a text nor a tool call.");
}
