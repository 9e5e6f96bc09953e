import type { TurnEvent } from "../contract";
import { newSpent } from "../bounds/spent";
import { framed } from "../conversation/frame";
import type { ContentBlock, SessionMessage } from "../conversation/sessionMessage";
import { TurnError } from "../conversation/turnError";
import type { Fetch, Model, ModelReply, SystemPrompt } from "../model/model";
import { taskTag } from "../tools/knownAddresses";
import { Toolbox } from "../tools/toolbox";
import { AnswerStream } from "./answerStream";
import { fitHistory } from "./history";
import { summarise } from "./summary";
import { systemPrompt } from "./systemPrompt";
import { estimateTokens } from "./tokenEstimate";
import type { TurnContext, TurnOutcome } from "./turnContext";
import { TurnMeter } from "./turnMeter";

/** One turn on its way: model call, tools, and again, until the model has nothing more to do. */
export class Turn {
  private readonly answer: AnswerStream;
  private readonly toolbox: Toolbox;
  private readonly system: SystemPrompt;
  private readonly meter: TurnMeter;
  /** The session and the turn so far. */
  private readonly messages: SessionMessage[] = [];
  private actions = 0;

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
    const spent = ctx.spent ?? newSpent();
    this.meter = new TurnMeter(spent, ctx.limits);
    this.toolbox = new Toolbox({
      request: ctx.request,
      memory: ctx.memory,
      limits: ctx.limits,
      spent,
      conversation: () => this.messages,
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
    const { messages } = this;
    const text = request.isScheduledTask ? framed(taskTag, request.prompt) : request.prompt;
    const prompt: SessionMessage = { role: "user", content: [{ type: "text", text }] };
    messages.push(...(await this.history(prompt)), prompt);
    for (let step = 0; step < limits.maxSteps; step++) {
      const reply = await this.ask(messages);
      messages.push(toMessage(reply));
      if (reply.toolCalls.length === 0) return { history: messages };
      messages.push({ role: "user", content: await this.runTools(reply) });
    }
    throw new TurnError("step_limit", `The turn needed more than ${limits.maxSteps} model calls.`);
  }

  private history(prompt: SessionMessage): Promise<readonly SessionMessage[]> {
    const { history, limits } = this.ctx;
    const { usage } = this.ctx;
    return fitHistory(history, estimateTokens([prompt]), limits.historyTokens, async (messages) => {
      const before = usage.inputTokens;
      usage.steps += 1;
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

  private async ask(messages: readonly SessionMessage[]): Promise<ModelReply> {
    const { usage } = this.ctx;
    const before = { ...usage };
    this.meter.demandRoom();
    usage.steps += 1;
    const reply = await this.model.reply(
      {
        system: this.system,
        messages,
        tools: this.toolbox.definitions,
        maxOutputTokens: this.meter.outputTokensLeft,
        signal: this.signal,
        usage,
        onBytes: this.meter.onBytes,
      },
      (text) => this.write(text),
    );
    this.meter.count(reply, messages, usage.inputTokens - before.inputTokens, usage.outputTokens - before.outputTokens);
    this.answer.finish();
    return reply;
  }

  private write(text: string): void {
    this.meter.say(text.length);
    this.answer.write(text);
  }

  private async runTools({ toolCalls }: ModelReply): Promise<readonly ContentBlock[]> {
    const results: ContentBlock[] = [];
    for (const [earlier, call] of toolCalls.entries()) results.push(await this.toolbox.run(call, earlier));
    return results;
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
