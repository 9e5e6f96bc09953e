import { faultOf, log } from "../http/log";
import { toRefusal } from "../http/refusal";
import { refusal } from "../http/respond";
import { noteRefusal } from "./noteRefusal";

/** Answers and logs a refusal; whatever else was thrown is a fault of ours, of which only the log tells more. */
export function refuse(error: unknown, env: Readonly<Record<string, unknown>>, durationMs?: number): Response {
  const told = toRefusal(error);
  const { status, code } = told;
  log({ event: "refused", status, code, durationMs, fault: told === error ? undefined : faultOf(error) });
  noteRefusal(env, code);
  return refusal(told);
}
