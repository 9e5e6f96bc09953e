import type { Action, Origin, TurnEvent } from "../contract";
import { framed } from "../conversation/frame";
import { ofOrigins, originsIn } from "../conversation/origins";
import type { ContentBlock, SessionMessage } from "../conversation/sessionMessage";
import { TurnError } from "../conversation/turnError";
import type { CacheLifetime, Fetch, Model, ModelReply, ToolCall } from "../model/model";
import { taskTag } from "../conversation/tags";
import { Toolbox } from "../tools/toolbox";
import { AnswerStream } from "./answerStream";
import { cacheLifetimes } from "./cacheLifetime";
import { factsOf, hourOf, newsOf } from "./context";
import { fitHistory, startsTurn } from "./history";
import { summarise } from "./summary";
import { systemPrompt } from "./systemPrompt";
import { estimateTokens } from "./tokenEstimate";
import type { TurnContext, TurnOutcome } from "./turnContext";
import { TurnMeter } from "./turnMeter";
import { addMessage, openCalls } from "./turnState";

/** One turn on its way: model call, tools, and again, until the model has nothing more to do. */
export class Turn {
  private readonly answer: AnswerStream;
  private readonly toolbox: Toolbox;
  private readonly system: string;
  private readonly meter: TurnMeter;
  /** The session, and this turn so far. */
  private readonly messages: SessionMessage[] = [];
  /** What the tool that works asked the host for. */
  private readonly asked: Omit<Action, "id">[] = [];
  /** Strangers whose words are in the session or this turn. */
  private readonly origins = new Set<Origin>();
  /** Those whose words the tool that works brings. */
  private readonly brought = new Set<Origin>();
  /** For the whole turn, once a call of it was worth keeping. */
  private cacheLifetimes: readonly CacheLifetime[] = [];

  constructor(
    private readonly ctx: TurnContext,
    private readonly model: Model,
    fetch: Fetch,
    private readonly signal: AbortSignal,
  ) {
    this.answer = new AnswerStream((event) => this.emit(event), ctx.begun?.shown);
    this.system = systemPrompt(ctx.request);
    this.meter = new TurnMeter(ctx.spent, ctx.limits);
    this.toolbox = new Toolbox({
      request: ctx.request,
      memory: ctx.memory,
      limits: ctx.limits,
      spent: ctx.spent,
      conversation: () => this.messages,
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
    await this.runTools(openCalls(own), own.at(-1)?.content.filter(({ type }) => type === "tool_result").length);
    for (let step = own.filter(({ role }) => role === "assistant").length; step < this.ctx.limits.maxSteps; step++) {
      const reply = await this.ask();
      this.add(reply.message);
      if (reply.stop === "pause" && reply.toolCalls.length === 0) continue;
      if (reply.toolCalls.length === 0) return { history: this.messages };
      await this.runTools(reply.toolCalls);
    }
    throw new TurnError("step_limit", `The turn needed more than ${this.ctx.limits.maxSteps} model calls.`);
  }

  /** Puts together what the model is asked with: anew, or as it was before a restart. */
  private async begin(): Promise<void> {
    const { at, begun, history, journal, request } = this.ctx;
    if (begun !== null && begun.messages.length > 0) {
      this.messages.push(...(begun.history ?? history), ...begun.messages);
      return;
    }
    const hour = hourOf(request, new Date(at));
    const facts = factsOf(request);
    const said: ContentBlock = { type: "text", text: (request.isScheduledTask ? framed(taskTag, request.prompt) : request.prompt).toWellFormed() };
    // What is known of the group has its place beside the history's budget.
    const fitted =
      begun?.history ?? (await this.history(estimateTokens([{ role: "user", content: [hour, said] }]), estimateTokens([{ role: "user", content: facts }])));
    if (fitted !== history && begun?.history === undefined) {
      journal.compacted(fitted);
      this.write();
    }
    this.messages.push(...fitted);
    const origins = new Set<Origin>(request.metadata.strangers === true ? ["people"] : []);
    this.add({ role: "user", ...ofOrigins(origins), content: [hour, ...newsOf(facts, fitted), said], at });
  }

  private history(promptTokens: number, factTokens: number): Promise<readonly SessionMessage[]> {
    const { history, limits, usage } = this.ctx;
    return fitHistory(history, promptTokens, limits.historyTokens + factTokens, async (messages) => {
      const before = usage.inputTokens;
      try {
        return await summarise(this.model, messages, Math.max(256, Math.floor(limits.historyTokens / 8)), this.signal, usage, this.meter.onBytes);
      } catch (error) {
        if (this.signal.aborted || !(error instanceof TurnError)) throw error;
        return undefined;
      } finally {
        this.meter.read(usage.inputTokens - before);
      }
    });
  }

  private async ask(): Promise<ModelReply> {
    const { usage } = this.ctx;
    const before = { ...usage };
    this.meter.demandRoom();
    if (CARRIES_ANTHROPIC && this.cacheLifetimes.length === 0) this.cacheLifetimes = cacheLifetimes(this.messages, this.ctx.lastAt);
    const reply = await this.model.reply(
      {
        system: this.system,
        messages: this.messages,
        tools: this.toolbox.definitions,
        maxOutputTokens: this.meter.outputTokensLeft,
        signal: this.signal,
        usage,
        onBytes: this.meter.onBytes,
        ...(CARRIES_ANTHROPIC && { cacheLifetimes: this.cacheLifetimes }),
        ...(CARRIES_OPENAI && { cacheKey: `nanoclaw-${this.ctx.request.groupFolder}`.slice(0, 64) }),
        effort: this.ctx.request.metadata.effort,
        ...(CARRIES_ORDER && { takeBack: () => this.answer.takeBack() }),
      },
      (text) => this.hear(text),
    );
    this.meter.count(reply, this.messages, usage.inputTokens - before.inputTokens, usage.outputTokens - before.outputTokens);
    if (isEmpty(reply) && !hasSpoken(this.messages)) throw emptyReply();
    this.answer.finish();
    return reply;
  }

  private hear(text: string): void {
    this.meter.say(text.length);
    this.answer.write(text);
  }

  /**
   * A tool's result, and what it asked the host for, count together or not at all.
   * @param earlier calls of the same reply that were made before.
   */
  private async runTools(calls: readonly ToolCall[], earlier = 0): Promise<void> {
    for (const [number, call] of calls.entries()) {
      const result = await this.toolbox.run(call, earlier + number);
      if (result.isError !== true) {
        const tools = (this.ctx.usage.tools ??= {});
        tools[call.name] = (tools[call.name] ?? 0) + 1;
      }
      for (const action of this.asked.splice(0)) this.emit({ event: "action", data: { id: `a${++this.ctx.spent.actions}`, ...action } });
      // A page or a note may have been cut in the middle of a character.
      this.add({ role: "user", content: [{ ...result, content: result.content.toWellFormed() }], ...ofOrigins(this.brought) });
      this.brought.clear();
    }
    this.write();
  }

  private write(): void {
    if (!this.signal.aborted) this.ctx.journal.write();
  }

  /** Comes between any two things that a turn does, and lets none follow once it has ended: the group's next run may have begun. */
  private add(message: SessionMessage): void {
    this.signal.throwIfAborted();
    addMessage(this.messages, message);
    this.ctx.journal.add(message);
  }

  private emit(event: TurnEvent): void {
    if (!this.signal.aborted) this.ctx.emit(event);
  }
}

/** Silence is the model's to choose, by an `<internal>` block. Nothing at all is a fault, and people wait. */
function emptyReply(): TurnError {
  return new TurnError("model_protocol", "The model's reply was empty.");
}

function isEmpty({ text, toolCalls, stop, message }: ModelReply): boolean {
  return stop === "pause" ? message.content.length === 0 : toolCalls.length === 0 && text.trim() === "";
}

/** Whether the people have heard anything of the turn that these messages end with. */
function hasSpoken(messages: readonly SessionMessage[]): boolean {
  const own = messages.slice(messages.findLastIndex(startsTurn) + 1).flatMap(({ content }) => content);
  return own.some((block) => (block.type === "text" ? !/^<internal>/i.test(block.text) : block.type === "tool_use" && block.name === "send_message"));
}
