import type { Usage } from "../contract";
import { ofOrigins, originsIn } from "../conversation/origins";
import type { ContentBlock, SessionMessage } from "../conversation/sessionMessage";
import type { ToolCall } from "../model/model";
import type { Spent } from "../bounds/spent";

/** What a turn did since it was written down before. Kept as JSON, and read by later versions. */
export interface Step {
  /** The session as the turn goes on from it, where it had to be compacted. */
  readonly history?: readonly SessionMessage[];
  /** The turn's own messages, from its prompt on; a message may come in parts. */
  readonly messages: readonly SessionMessage[];
  /** As they stood after the step. */
  readonly spent: Partial<Spent>;
  readonly usage: Usage;
}

/** How far a turn had come when its object was restarted. */
export interface TurnState {
  readonly history?: readonly SessionMessage[];
  readonly messages: readonly SessionMessage[];
  /** What readers have of a text that was not whole yet. */
  readonly shown: string;
}

/** Adds a message, or a further part of the last one. */
export function addMessage(messages: SessionMessage[], message: SessionMessage): void {
  const last = messages.at(-1);
  if (last !== undefined && last.role === message.role && [...last.content, ...message.content].every(isResult)) {
    messages[messages.length - 1] = { role: last.role, content: [...last.content, ...message.content], ...ofOrigins(originsIn([last, message])) };
  } else {
    messages.push(message);
  }
}

/** Calls of the last reply that have no result yet. */
export function openCalls(messages: readonly SessionMessage[]): readonly ToolCall[] {
  const reply = messages.findLast(({ role }) => role === "assistant");
  const answered = new Set((messages.at(-1)?.content ?? []).flatMap((block) => (block.type === "tool_result" ? [block.toolUseId] : [])));
  return (reply?.content ?? []).flatMap((block) => (block.type === "tool_use" && !answered.has(block.id) ? [block] : []));
}

function isResult({ type }: ContentBlock): boolean {
  return type === "tool_result";
}
