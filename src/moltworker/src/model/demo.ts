import { unescapeText } from "../conversation/frame";
import type { ContentBlock, SessionMessage } from "../conversation/sessionMessage";
import type { Model, ModelCall, ModelReply, ToolCall } from "./model";
import { toCallBlock, toReplyMessage } from "./replyMessage";

const millisecondsAWord = 15;

/** A stand-in that needs no key and no network: the same question always gets the same answer. */
export function demo(): Model {
  return {
    async reply(call: ModelCall, onText: (text: string) => void): Promise<ModelReply> {
      const { text, toolCalls } = answer(call);
      call.usage.inputTokens += wordsOf(JSON.stringify(call.messages)).length;
      for (const word of wordsOf(text)) {
        await scheduler.wait(millisecondsAWord, { signal: call.signal });
        onText(word);
        call.usage.outputTokens += 1;
      }
      return { text, toolCalls, stop: "end", message: toReplyMessage([{ type: "text", text }, ...toolCalls.map(toCallBlock)], "demo", "end") };
    },
  };
}

interface DemoAnswer {
  readonly text: string;
  readonly toolCalls: readonly ToolCall[];
}

/** How the model is told of a run that nobody waits for. */
const scheduledRun = "This run was started by a scheduled task";

function answer({ messages, tools }: ModelCall): DemoAnswer {
  const results = lastContent(messages).filter((block) => block.type === "tool_result");
  if (results.length > 0) {
    const [first] = results;
    const outcome = first?.isError === true ? "The tool refused" : "Done";
    return say(`${outcome}: ${first?.content ?? ""} (This is the demo model: no model API was asked.)`);
  }
  const prompt = lastPrompt(messages);
  // What a reminder says would read as the wish for one, and double it every time.
  if (JSON.stringify(lastContent(messages)).includes(scheduledRun)) {
    return say(`You asked for this: "${prompt}" (This is the demo model: no model API was asked.)`);
  }
  const call = toolCallFor(prompt, `demo_${messages.length}`);
  if (call !== undefined && tools.some((tool) => tool.name === call.name)) {
    return { text: "<internal>The demo shows a tool call.</internal>", toolCalls: [call] };
  }
  return say(
    `This is the demo model: no model API was asked. You said: "${prompt}". ` +
      "Set a model provider and its key for real answers, or ask me to remind you of something to see a tool call.",
  );
}

function say(text: string): DemoAnswer {
  return { text, toolCalls: [] };
}

function toolCallFor(prompt: string, id: string): ToolCall | undefined {
  if (/\b(remind|schedule)\b/i.test(prompt)) {
    return { id, name: "schedule_task", input: { prompt, scheduleType: "once", scheduleValue: timeAskedFor(prompt) } };
  }
  if (/\b(what|which|list)\b.*\btasks\b/i.test(prompt)) return { id, name: "list_tasks", input: {} };
  if (/\bremember\b/i.test(prompt)) return { id, name: "remember", input: { key: "note", value: prompt } };
  if (/\bsend\b/i.test(prompt)) return { id, name: "send_message", input: { text: prompt } };
  return undefined;
}

const minutesOf: Readonly<Record<string, number>> = { minute: 1, hour: 60, day: 24 * 60 };

/** "in 10 minutes" and the like; else in a minute, so that it can be seen to work. */
function timeAskedFor(prompt: string): string {
  const [, count = "1", unit = "minute"] = /\bin (\d{1,4}|an?) (minute|hour|day)s?\b/i.exec(prompt) ?? [];
  const minutes = (Number.parseInt(count, 10) || 1) * (minutesOf[unit.toLowerCase()] ?? 1);
  return new Date(Date.now() + minutes * 60_000).toISOString();
}

function lastContent(messages: readonly SessionMessage[]): readonly ContentBlock[] {
  return messages.at(-1)?.content ?? [];
}

/** The last message's own words, where the prompt is NanoClaw's list of them. */
function lastPrompt(messages: readonly SessionMessage[]): string {
  // Before it stands what the host tells.
  const text = lastContent(messages).findLast((block) => block.type === "text")?.text ?? "";
  const inner = [...text.matchAll(/<(message|scheduled_task)\b[^>]*>([\s\S]*?)<\/\1>/g)].at(-1)?.[2] ?? text;
  const plain = unescapeText(inner).trim();
  return plain.length > 200 ? `${plain.slice(0, 200)}...` : plain;
}

function wordsOf(text: string): readonly string[] {
  return text.match(/\S+\s*/g) ?? [];
}
