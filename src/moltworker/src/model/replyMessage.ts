import type { ContentBlock, SessionMessage } from "../conversation/sessionMessage";
import type { Ending } from "./endings";
import type { ToolCall } from "./model";
import { tooMuch } from "./modelErrors";

/** Bytes of what belongs to one reply and is kept with it. More would crowd the words out of a session. */
const mostOpaque = 262_144;

/** A reply as the session keeps it. It says where it came from if something in it is for that model alone. */
export function toReplyMessage(parts: readonly ContentBlock[], from: string, stop: Ending): SessionMessage {
  const content: ContentBlock[] = parts.filter((part) => part.type !== "text" || part.text.trim() !== "");
  const last = content.at(-1);
  // A text with blanks at its end is refused where it is the last.
  if (last?.type === "text") content[content.length - 1] = { ...last, text: last.text.trimEnd() };
  const opaque = content.filter((part) => part.type === "opaque" || ("extra" in part && part.extra !== undefined));
  if (opaque.length > 0 && new TextEncoder().encode(JSON.stringify(opaque)).byteLength > mostOpaque) throw tooMuch();
  // No provider takes a message without content, but a pause is gone on with as it is.
  if (stop !== "pause" && !content.some((part) => part.type !== "opaque")) content.push({ type: "text", text: "<internal>Nothing to say.</internal>" });
  const isForOne = opaque.length > 0 || content.some((part) => part.type === "tool_use");
  return { role: "assistant", content, from: isForOne ? from : undefined };
}

export function toCallBlock({ id, name, input, extra }: ToolCall): ContentBlock {
  return { type: "tool_use", id, name, input: input ?? {}, extra };
}
