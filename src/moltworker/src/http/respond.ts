import type { ErrorBody } from "../contract";
import type { Refusal } from "./refusal";

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

export function refusal({ status, code, message, retryAfterSeconds, headers }: Refusal): Response {
  return failure(status, { code, message, retryAfterSeconds }, headers);
}
