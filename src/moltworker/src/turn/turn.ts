import type { Origin, TurnEvent } from "../contract";
import type { Fetch, Model, ModelReply, SystemPrompt } from "../model/model";
import { Toolbox } from "../tools/toolbox";
import { AnswerStream } from "./answerStream";
import { fitHistory } from "./history";
import { ofOrigins, originsIn } from "./origins";
import { summarise } from "./summary";
import { systemPrompt } from "./systemPrompt";
import { estimateTokens } from "./tokenEstimate";
import type { ContentBlock, SessionMessage, TurnContext, TurnOutcome } from "./turnContext";
import { TurnError } from "./turnError";

/** A provider that does not count is bounded by what it sends. */
const charactersPerToken = 16;

/** One turn on its way: model call, tools, and again, until the model has nothing more to do. */
export class Turn {
  private readonly answer: AnswerStream;
  private readonly toolbox: Toolbox;
  private readonly system: SystemPrompt;
  private readonly origins = new Set<Origin>();
  /** Those that the tools of this step brought. */
  private brought = new Set<Origin>();
  private actions = 0;
  private outputTokens = 0;
  private characters = 0;

  constructor(
    private readonly ctx: TurnContext,
    private readonly model: Model,
    fetch: Fetch,
    private readonly signal: AbortSignal,
  ) {
    const emit = (event: TurnEvent): void => {
      if (!signal.aborted) ctx.emit(event);
    };
    this.answer = new AnswerStream(emit);
    this.system = systemPrompt(ctx.request, new Date());
    this.toolbox = new Toolbox({
      request: ctx.request,
      memory: ctx.memory,
      fetch,
      signal,
      origins: this.origins,
      strangers: (origin) => {
        this.origins.add(origin);
        this.brought.add(origin);
      },
      act: (name, args) => {
        this.actions += 1;
        emit({ event: "action", data: { id: `a${this.actions}`, name, arguments: args, ...ofOrigins(this.origins) } });
      },
    });
  }

  async run(): Promise<TurnOutcome> {
    const { limits, request } = this.ctx;
    const prompt: SessionMessage = { role: "user", content: [{ type: "text", text: request.prompt }] };
    const messages = [...(await this.history(prompt)), prompt];
    for (const origin of originsIn(messages)) this.origins.add(origin);
    for (let step = 0; step < limits.maxSteps; step++) {
      const reply = await this.ask(messages);
      messages.push(toMessage(reply));
      if (reply.toolCalls.length === 0) return { history: messages };
      this.brought = new Set();
      const content = await this.runTools(reply);
      messages.push({ role: "user", content, ...ofOrigins(this.brought) });
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
    if (reply.stop === "length" || (reply.toolCalls.length > 0 && this.outputTokens >= limits.maxOutputTokens)) {
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
    for (const call of toolCalls) results.push(await this.toolbox.run(call));
    return results;
  }

  private outputLimit(): TurnError {
    return new TurnError("output_limit", `The turn gave more than ${this.ctx.limits.maxOutputTokens} tokens of output.`);
  }
}

function toMessage({ text, toolCalls }: ModelReply): SessionMessage {
  const content: ContentBlock[] = [];
  if (text.trim() !== "") content.push({ type: "text", text: text.trimEnd() });
  for (const { id, name, input } of toolCalls) content.push({ type: "tool_use", id, name, input: input ?? {} });
  // No provider takes a message without content.
  if (content.length === 0) content.push({ type: "text", text: "<internal>Nothing to say.</internal>" });
  return { role: "assistant", content };
}
