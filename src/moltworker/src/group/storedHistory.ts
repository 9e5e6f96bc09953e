import { originsIn } from "../conversation/origins";
import type { ContentBlock, SessionMessage } from "../conversation/sessionMessage";
import { inheriting, splitTurns } from "../turn/history";

/** Bytes: the 2 MB that a value or a row of a Durable Object may have, with room for the rest of its row. */
const mostBytes = 1_900_000;
/** Characters that are left of a text, tried in turn where one turn alone is too long to be kept whole. */
const shorter = [20_000, 2000, 200];

const encoder = new TextEncoder();

/**
 * A session as it is kept: whole while it fits in a row, else its newest turns; and where not even the last one fits,
 * that one with its long texts cut. No model is asked with as much, since a history's own budget is far below.
 */
export function storedHistory(history: readonly SessionMessage[], most = mostBytes): string {
  const whole = JSON.stringify(history);
  // A code unit is three bytes at most, so what is short is not measured.
  if (whole.length * 3 <= most || bytes(whole) <= most) return whole;
  const turns = splitTurns(history);
  let first = turns.length;
  for (let left = most; first > 0 && (left -= bytes(JSON.stringify(turns[first - 1]))) >= 0;) first--;
  const keep = (messages: readonly SessionMessage[]): string => JSON.stringify(inheriting(originsIn(history), messages));
  if (first < turns.length) return keep(turns.slice(first).flat());
  for (const longest of shorter) {
    const last = keep((turns.at(-1) ?? []).map((it) => ({ ...it, content: it.content.map((block) => cut(block, longest)) })));
    if (bytes(last) <= most) return last;
  }
  return "[]";
}

function bytes(text: string): number {
  return encoder.encode(text).byteLength;
}

function cut(block: ContentBlock, longest: number): ContentBlock {
  switch (block.type) {
    case "text":
      return { type: "text", text: cutText(block.text, longest) };
    case "tool_result":
      return { ...block, content: cutText(block.content, longest) };
    case "tool_use": {
      const input = JSON.stringify(block.input);
      return input.length <= longest ? block : { type: "tool_use", id: block.id, name: block.name, input: { cut: cutText(input, longest) } };
    }
    default:
      // What only its model can read is of no use in parts.
      return { type: "text", text: "<internal>[cut]</internal>" };
  }
}

function cutText(text: string, longest: number): string {
  return text.length <= longest ? text : `${text.slice(0, longest).toWellFormed()} [cut]`;
}
