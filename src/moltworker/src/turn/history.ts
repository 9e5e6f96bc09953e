import type { Origin } from "../contract";
import { framed } from "../conversation/frame";
import { ofOrigins, originsIn } from "../conversation/origins";
import type { SessionMessage } from "../conversation/sessionMessage";
import { summaryTag } from "../conversation/tags";
import { addressesOfPeople } from "../tools/knownAddresses";
import { estimateTokens } from "./tokenEstimate";

/** Asks for a summary of messages; undefined where none could be had. */
export type Summarise = (messages: readonly SessionMessage[]) => Promise<string | undefined>;

/**
 * The history that goes into a turn: as it is while it fits, else its older part as a summary. Without a summary
 * the oldest turns are dropped. Turns stay whole, so that a tool's result is never without its call. It is cut deep, since each
 * cut makes the model's provider read all of it anew.
 */
export async function fitHistory(
  history: readonly SessionMessage[],
  promptTokens: number,
  budget: number,
  summarise: Summarise,
): Promise<readonly SessionMessage[]> {
  if (estimateTokens(history) + promptTokens <= budget) return history;
  const turns = splitTurns(history);
  // Half of the budget, so that the next turns need no compaction of their own.
  const kept = newestWithin(turns, budget / 2 - promptTokens);
  const older = turns.slice(0, turns.length - kept.length).flat();
  const summary = older.length === 0 ? undefined : await summarise(older);
  if (summary !== undefined) return [...inPlaceOf(older, summary), ...kept.flat()];
  const newest = kept.length > 0 ? kept : newestWithin(turns, budget - promptTokens);
  return inheriting(originsIn(history), [...inPlaceOf(turns.slice(0, turns.length - newest.length).flat()), ...newest.flat()]);
}

/** What is left of older messages: their summary, where there is one, and the addresses that people wrote in them. */
function inPlaceOf(older: readonly SessionMessage[], summary?: string): readonly SessionMessage[] {
  const addresses = addressesOfPeople(older);
  const parts = [...(summary === undefined ? [] : [framed(summaryTag, summary)]), ...(addresses === "" ? [] : [addresses])];
  if (parts.length === 0) return [];
  return [
    { role: "user", content: [{ type: "text", text: parts.join("\n") }], ...ofOrigins(originsIn(older)) },
    { role: "assistant", content: [{ type: "text", text: "<internal>I keep this in mind.</internal>" }] },
  ];
}

/** What was dropped may live on in the answers that were made of it. */
export function inheriting(origins: ReadonlySet<Origin>, [first, ...rest]: readonly SessionMessage[]): readonly SessionMessage[] {
  return first === undefined ? [] : [{ ...first, ...ofOrigins(origins) }, ...rest];
}

/** Messages by turns: each begins with what people wrote. */
export function splitTurns(history: readonly SessionMessage[]): SessionMessage[][] {
  const turns: SessionMessage[][] = [];
  for (const message of history) {
    const current = turns.at(-1);
    if (current === undefined || startsTurn(message)) turns.push([message]);
    else current.push(message);
  }
  return turns;
}

export function startsTurn({ role, content }: SessionMessage): boolean {
  return role === "user" && content.every((block) => block.type !== "tool_result");
}

function newestWithin(turns: readonly SessionMessage[][], budget: number): SessionMessage[][] {
  let tokens = 0;
  let first = turns.length;
  while (first > 0) {
    tokens += estimateTokens(turns[first - 1] ?? []);
    if (tokens > budget) break;
    first--;
  }
  return turns.slice(first);
}
