import { faultOf, log } from "../http/log";
import { Refusal } from "../http/refusal";
import { failure } from "../http/respond";
import { noteRefusal } from "./noteRefusal";

/** Answers and logs a refusal; whatever else was thrown is a fault of ours, of which only the log tells more. */
export function refuse(error: unknown, env: Readonly<Record<string, unknown>>, durationMs?: number): Response {
  const refusal = error instanceof Refusal ? error : new Refusal(500, "internal", "Something went wrong in the Worker.");
  const { status, code, message, retryAfterSeconds, headers } = refusal;
  log({ event: "refused", status, code, durationMs, fault: refusal === error ? undefined : faultOf(error) });
  noteRefusal(env, code);
  return failure(status, { code, message, retryAfterSeconds }, headers);
}
