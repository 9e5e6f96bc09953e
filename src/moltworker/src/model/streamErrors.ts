import type { TurnError } from "../conversation/turnError";
import { isObject } from "../json/isObject";
import { word } from "../json/word";
import { brokenOff, contextFull, tellsContextFull } from "./endings";
import { errorForStatus, senseless } from "./modelErrors";

/** The failure that an event of a stream tells of, in any API's form: an `error`, or the event as a whole being one. */
export function errorIn(event: Readonly<Record<string, unknown>>): TurnError | undefined {
  const { error, object, type } = event;
  if (error) return errorFor(error);
  return object === "error" || type === "error" ? errorFor(event) : undefined;
}

/** What else of a chat-completions stream is one: an event that neither says anything nor is at an end. */
export function errorInChat(event: Readonly<Record<string, unknown>>): TurnError | undefined {
  const { choices, response, errors, detail, message } = event;
  if (choices !== undefined || response !== undefined) return undefined;
  if (Array.isArray(errors) && errors.length > 0) return errorFor(errors[0]);
  return (detail ?? message) === undefined ? undefined : errorFor(event);
}

/** What an error says of itself is looked at, and never passed on. */
export function errorFor(error: unknown): TurnError {
  const { code, type, status, message, detail } = isObject(error) ? error : { message: error };
  const kind = [code, type, status].map(word).join(" ").toLowerCase();
  const said = [kind, message, detail].map(word).join(" ");
  if (tellsContextFull.test(said)) return contextFull();
  const told = /\b[45]\d\d\b/.exec(kind);
  if (told !== null) return errorForStatus(Number(told[0]), null, said);
  const [, known] = statuses.find(([words]) => words.test(kind)) ?? [];
  if (known !== undefined) return errorForStatus(known, null, said);
  return /server|api_error|timeout|unavailable|internal/.test(kind) ? brokenOff() : senseless("an error event of an unknown type");
}

const statuses: readonly (readonly [RegExp, number])[] = [
  [/rate.?limit|quota|throttl|exhausted/, 429],
  [/overloaded|insufficient_system/, 529],
  [/api_?key|authenti|permission|unauthorized/, 401],
  [/billing|credit|payment/, 402],
  [/not_?found/, 404],
  [/invalid|bad.?request|too_large/, 400],
];
