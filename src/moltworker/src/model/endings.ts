import { TurnError } from "../conversation/turnError";
import { declined, senseless } from "./modelErrors";

/** `length`: cut off at the limit of output. `pause`: to be asked again, as the reply is not at its end. */
export type Ending = "end" | "length" | "pause";

/** Every reason that is a good one, in any API's words, and gateways mix them. All that is not here is a failure. */
const good: readonly (readonly [RegExp, Ending])[] = [
  [/^(stop(_sequence)?|end_turn|eos(_token)?|tool_(use|calls)|function_call)$/, "end"],
  [/^(length|max_tokens)$/, "length"],
  [/^pause_turn$/, "pause"],
];

/** @throws {TurnError} for every reason that no reply ends well with, known or not. */
export function endingOf(reason: string): Ending {
  const word = reason.toLowerCase();
  const [, ending] = good.find(([words]) => words.test(word)) ?? [];
  if (ending !== undefined) return ending;
  if (/context|model_length/.test(word)) throw contextFull();
  if (/filter|refus|safety|sensitive|recitation|prohibited|blocklist|guardrail/.test(word)) throw declined();
  if (/error|abort|cancel|timeout|insufficient/.test(word)) throw brokenOff();
  throw senseless("it ended for a reason that is not known");
}

/** No end yet: nothing, an empty text, or `null` as a word. */
export function reasonIn(value: unknown): string | null {
  return typeof value === "string" && value.trim() !== "" && value !== "null" ? value.trim() : null;
}

export function brokenOff(): TurnError {
  return new TurnError("model_unavailable", "The model's API broke its answer off. Try again later.");
}

/** In what words an API says that there is more to read than it takes: of an error, with whatever status, or none. */
export const tellsContextFull = /context.{0,12}(length|window|size)|maximum (context|prompt)|input token count|prompt is too long/i;

export function contextFull(): TurnError {
  return new TurnError("model_refused", "The conversation no longer fits the model. Lower HISTORY_TOKENS, or take a larger model.");
}
