import type { RunRequest } from "../contract";
import { framed } from "../conversation/frame";
import type { ContentBlock, SessionMessage } from "../conversation/sessionMessage";
import { groupsTag, memoryTag, nowTag } from "../conversation/tags";

type TextBlock = Extract<ContentBlock, { type: "text" }>;

/** The hour, and how the run came about: they stand before what was said, and stay there in the session. */
export function hourOf({ metadata, isScheduledTask }: RunRequest, at: Date): TextBlock {
  const now = `<${nowTag}>${localTime(at, metadata.timezone)} (${metadata.timezone})</${nowTag}>`;
  return { type: "text", text: isScheduledTask ? `${now}\n${scheduled}` : now };
}

/** What the host tells of the group with each request. */
export function factsOf({ metadata, isMain }: RunRequest): readonly TextBlock[] {
  const groups = isMain ? metadata.groups.map((group) => JSON.stringify(group)).join("\n") : "";
  return [
    [groupsTag, groups],
    [memoryTag, metadata.memory?.trim() ?? ""],
  ].map(([tag = "", text = ""]) => ({ type: "text", text: framed(tag, text).toWellFormed() }));
}

/** Those that a session does not know yet, or knows otherwise. */
export function newsOf(facts: readonly TextBlock[], history: readonly SessionMessage[]): readonly TextBlock[] {
  return facts.filter(({ text }) => {
    const tag = text.slice(0, text.indexOf("\n") + 1);
    let known = `${tag}\n</${tag.slice(1, -1)}`;
    for (const { role, content } of history)
      for (const block of content) if (role === "user" && block.type === "text" && block.text.startsWith(tag)) known = block.text;
    return known !== text;
  });
}

const scheduled =
  "This run was started by a scheduled task; nobody wrote just now. Do what <scheduled_task> asks. " +
  "Your text goes to the chat: if there is nothing worth reporting, write only an <internal> block.";

let lastFormat: { readonly timeZone: string; readonly format: Intl.DateTimeFormat } | undefined;

function localTime(now: Date, timeZone: string): string {
  // Making a format costs a good part of a millisecond, and a group stays in its zone.
  if (lastFormat?.timeZone !== timeZone) {
    const format = new Intl.DateTimeFormat("en-GB", {
      timeZone,
      weekday: "short",
      day: "numeric",
      month: "short",
      year: "numeric",
      hour: "2-digit",
      minute: "2-digit",
    });
    lastFormat = { timeZone, format };
  }
  return lastFormat.format.format(now);
}
