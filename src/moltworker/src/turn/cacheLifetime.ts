import type { SessionMessage } from "../conversation/sessionMessage";
import type { CacheLifetime } from "../model/model";
import { splitTurns } from "./history";

/**
 * Prices of https://platform.claude.com/docs/en/build-with-claude/prompt-caching, of what is read fresh; and the milliseconds between
 * two turns within which the one finds what the other wrote, with room for the way there.
 */
const lifetimes = [
  { lifetime: "5m", write: 1.25, within: 285_000 },
  { lifetime: "1h", write: 2, within: 3_480_000 },
] as const;
const read = 0.1;

/** Turns that tell of the next. */
const lookedAt = 8;

/**
 * How long a provider should keep what it is given with the next call of a conversation, the cheapest first; none where that would likely be
 * paid for and not be read. It goes by the time between the session's turns, and by the calls that they took.
 * @param lastAt when the group's turn before was: what a new session begins with is the same as in the one before.
 */
export function cacheLifetimes(messages: readonly SessionMessage[], lastAt?: number): readonly CacheLifetime[] {
  const turns = splitTurns(messages);
  const starts = turns.flatMap(([first]) => first?.at ?? []);
  if (starts.length === 1 && lastAt !== undefined) starts.unshift(lastAt);
  const gaps = starts
    .slice(1)
    .map((at, index) => at - starts[index]!)
    .slice(-lookedAt);
  const [now = 0, ...earlier] = turns
    .slice(-lookedAt - 1)
    .map((turn) => turn.filter(({ role }) => role === "assistant").length)
    .reverse();
  const further = furtherCalls(now + 1, earlier);
  return lifetimes
    .map(({ lifetime, write, within }) => {
      // A session from before times were kept is taken for a lively one.
      const found = gaps.length > 0 ? gaps.filter((gap) => gap <= within).length / gaps.length : turns.length > 1 ? 1 : 0;
      return { lifetime, cost: found * read + (1 - found) * write + further * read };
    })
    .filter(({ cost }) => cost < 1 + further)
    .sort((one, other) => one.cost - other.cost)
    .map(({ lifetime }) => lifetime);
}

/** Calls that a turn likely makes after its call of that number. A turn that has begun to use tools goes on so. */
function furtherCalls(number: number, earlier: readonly number[]): number {
  const alike = earlier.filter((calls) => calls >= number);
  return alike.length === 0 ? Math.min(1, number - 1) : alike.reduce((sum, calls) => sum + calls - number, 0) / alike.length;
}
