import { noteRefusal } from "../caps/noteRefusal";
import type { Bindings } from "../config/bindingReader";
import type { ErrorBody } from "../contract";
import { faultOf, log } from "./log";
import { Refusal } from "./refusal";

export const guarded = {
  "Cache-Control": "no-store",
  "X-Content-Type-Options": "nosniff",
};

export function json(status: number, body: unknown, headers?: Readonly<Record<string, string>>): Response {
  return new Response(JSON.stringify(body), {
    status,
    headers: { "Content-Type": "application/json", ...guarded, ...headers },
  });
}

/** @param body events, as server-sent events write them. */
export function eventStream(body: ReadableStream<Uint8Array> | string): Response {
  return new Response(body, {
    headers: {
      "Content-Type": "text/event-stream",
      ...guarded,
      // Nobody on the way may gather or compress what has to arrive at once.
      "Cache-Control": "no-store, no-transform",
    },
  });
}

export function failure(status: number, error: ErrorBody, headers?: Readonly<Record<string, string>>): Response {
  return json(status, { error }, error.retryAfterSeconds === undefined ? headers : { ...headers, "Retry-After": String(error.retryAfterSeconds) });
}

/** Answers and logs a refusal; whatever else was thrown is a fault of ours, of which only the log tells more. */
export function refuse(error: unknown, env: Bindings, durationMs?: number): Response {
  const refusal = error instanceof Refusal ? error : new Refusal(500, "internal", "Something went wrong in the Worker.");
  const { status, code, message, retryAfterSeconds, headers } = refusal;
  log({ event: "refused", status, code, durationMs, fault: refusal === error ? undefined : faultOf(error) });
  noteRefusal(env, code);
  return failure(status, { code, message, retryAfterSeconds }, headers);
}
