import type { Action, Origin, TurnEvent } from "../contract";
import { ofOrigins, originsIn } from "../conversation/origins";
import type { ContentBlock, SessionMessage } from "../conversation/sessionMessage";
import { TurnError } from "../conversation/turnError";
import type { Fetch, Model, ModelReply, SystemPrompt, ToolCall } from "../model/model";
import { Toolbox } from "../tools/toolbox";
import { AnswerStream } from "./answerStream";
import { fitHistory } from "./history";
import { summarise } from "./summary";
import { systemPrompt } from "./systemPrompt";
import { estimateTokens } from "./tokenEstimate";
import type { TurnContext, TurnOutcome } from "./turnContext";
import { addMessage, openCalls } from "./turnState";

/** A provider that does not count is bounded by what it sends. */
const charactersPerToken = 16;

/** One turn on its way: model call, tools, and again, until the model has nothing more to do. */
export class Turn {
  private readonly answer: AnswerStream;
  private readonly toolbox: Toolbox;
  private readonly system: SystemPrompt;
  /** The session, and this turn so far. */
  private readonly messages: SessionMessage[] = [];
  /** What the tool that works asked the host for. */
  private readonly asked: Omit<Action, "id">[] = [];
  /** Strangers whose words are in the session or this turn. */
  private readonly origins = new Set<Origin>();
  /** Those whose words the tool that works brings. */
  private readonly brought = new Set<Origin>();

  constructor(
    private readonly ctx: TurnContext,
    private readonly model: Model,
    fetch: Fetch,
    private readonly signal: AbortSignal,
  ) {
    this.answer = new AnswerStream((event) => this.emit(event), ctx.begun?.shown);
    this.system = systemPrompt(ctx.request, new Date());
    this.toolbox = new Toolbox({
      request: ctx.request,
      memory: ctx.memory,
      // Whoever is waited for, what came before is written by then, and readers have it.
      fetch: (url, init) => {
        this.write();
        return fetch(url, init);
      },
      signal,
      origins: this.origins,
      strangers: (origin) => {
        this.origins.add(origin);
        this.brought.add(origin);
      },
      act: (name, args) => void this.asked.push({ name, arguments: args, ...ofOrigins(this.origins) }),
    });
  }

  async run(): Promise<TurnOutcome> {
    await this.begin();
    for (const origin of originsIn(this.messages)) this.origins.add(origin);
    const own = this.ctx.begun?.messages ?? [];
    await this.runTools(openCalls(own));
    for (let step = own.filter(({ role }) => role === "assistant").length; step < this.ctx.limits.maxSteps; step++) {
      const reply = await this.ask();
      this.add(toMessage(reply));
      if (reply.toolCalls.length === 0) return { history: this.messages };
      await this.runTools(reply.toolCalls);
    }
    throw new TurnError("step_limit", `The turn needed more than ${this.ctx.limits.maxSteps} model calls.`);
  }

  /** Puts together what the model is asked with: anew, or as it was before a restart. */
  private async begin(): Promise<void> {
    const { begun, history, journal, request } = this.ctx;
    if (begun !== null && begun.messages.length > 0) {
      this.messages.push(...(begun.history ?? history), ...begun.messages);
      return;
    }
    const prompt: SessionMessage = { role: "user", content: [{ type: "text", text: request.prompt }] };
    const fitted = begun?.history ?? (await this.history(prompt));
    if (fitted !== history && begun?.history === undefined) {
      journal.compacted(fitted);
      this.write();
    }
    this.messages.push(...fitted);
    this.add(prompt);
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

  private async ask(): Promise<ModelReply> {
    const { limits, usage, spent } = this.ctx;
    const before = usage.outputTokens;
    usage.steps += 1;
    const reply = await this.model.reply(
      {
        system: this.system,
        messages: this.messages,
        tools: this.toolbox.definitions,
        maxOutputTokens: limits.maxOutputTokens - spent.outputTokens,
        signal: this.signal,
        usage,
      },
      (text) => this.hear(text),
    );
    spent.outputTokens += usage.outputTokens - before;
    if (reply.stop === "length" || (reply.toolCalls.length > 0 && spent.outputTokens >= limits.maxOutputTokens)) {
      throw this.outputLimit();
    }
    this.answer.finish();
    return reply;
  }

  private hear(text: string): void {
    this.ctx.spent.characters += text.length;
    if (this.ctx.spent.characters > this.ctx.limits.maxOutputTokens * charactersPerToken) throw this.outputLimit();
    this.answer.write(text);
  }

  /** A tool's result, and what it asked the host for, count together or not at all. */
  private async runTools(calls: readonly ToolCall[]): Promise<void> {
    for (const call of calls) {
      this.brought.clear();
      const result = await this.toolbox.run(call);
      for (const action of this.asked.splice(0)) this.emit({ event: "action", data: { id: `a${++this.ctx.spent.actions}`, ...action } });
      this.add({ role: "user", content: [result], ...ofOrigins(this.brought) });
    }
    this.write();
  }

  private write(): void {
    if (!this.signal.aborted) this.ctx.journal.write();
  }

  private add(message: SessionMessage): void {
    addMessage(this.messages, message);
    if (!this.signal.aborted) this.ctx.journal.add(message);
  }

  private emit(event: TurnEvent): void {
    if (!this.signal.aborted) this.ctx.emit(event);
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
