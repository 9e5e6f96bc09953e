import type { TurnError } from "../conversation/turnError";
import { isFields } from "./belongings";
import { brokenOff, contextFull } from "./endings";
import { errorForStatus, senseless } from "./modelErrors";

/** The failure that an event of a chat-completions stream tells of: an `error`, or the event as a whole being one. */
export function errorIn(event: Readonly<Record<string, unknown>>): TurnError | undefined {
  const { error, object, type, choices, response } = event;
  if (error !== undefined && error !== null && error !== false) return errorFor(error);
  if (object === "error" || type === "error") return errorFor(event);
  if (choices !== undefined || response !== undefined) return undefined;
  const { errors, detail, message, code, status, status_code } = event;
  if (Array.isArray(errors) && errors.length > 0) return errorFor(errors[0]);
  if (detail !== undefined || (message !== undefined && (code ?? type ?? status ?? status_code) !== undefined)) return errorFor(event);
  return undefined;
}

/** What an error says of itself is looked at, and never passed on. */
export function errorFor(error: unknown): TurnError {
  const { code, type, status, status_code, message, detail } = isFields(error) ? error : { message: error };
  const words = [code, type, status, message, detail].map(String).join(" ").toLowerCase();
  if (/context.{0,12}(length|window|size)|maximum context|prompt is too long/.test(words)) return contextFull();
  const number = [code, status, status_code].map(Number).find((it) => Number.isInteger(it) && it >= 400 && it < 600);
  if (number !== undefined) return errorForStatus(number);
  const kind = [code, type, status].map(String).join(" ").toLowerCase();
  if (/rate.?limit|quota|throttl|exhausted/.test(kind)) return errorForStatus(429);
  if (/overloaded|insufficient_system_resource/.test(kind)) return errorForStatus(529);
  if (/api_?key|authenti|permission|unauthorized/.test(kind)) return errorForStatus(401);
  if (/invalid|bad.?request|not_?found|too_large|billing/.test(kind)) return errorForStatus(400);
  if (/server|api_error|timeout|unavailable|internal/.test(kind)) return brokenOff();
  return senseless("an error event of an unknown type");
}
