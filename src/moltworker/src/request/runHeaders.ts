import type { RunHeaders } from "../contract";
import { invalidRequest } from "../http/refusal";

/** @throws {Refusal} `invalid_request`, naming the header. */
export function readRunHeaders(headers: Headers): RunHeaders {
  const runId = headers.get("Idempotency-Key");
  if (runId === null || !/^[A-Za-z0-9_-]{16,64}$/.test(runId)) {
    throw invalidRequest("The header Idempotency-Key must be 16 to 64 letters, digits, _ and -.");
  }
  const stream = wantsStream(headers.get("Accept"));
  const lastEventId = headers.get("Last-Event-ID");
  if (lastEventId === null) return { runId, stream };
  if (!/^(0|[1-9][0-9]{0,8})$/.test(lastEventId)) {
    throw invalidRequest("The header Last-Event-ID must be the number of an event.");
  }
  return { runId, stream, lastEventId: Number(lastEventId) };
}

function wantsStream(accept: string | null): boolean {
  if (accept === null || accept.trim() === "") return false;
  for (const range of accept.split(",")) {
    const type = range.split(";", 1)[0]!.trim().toLowerCase();
    if (type === "text/event-stream") return true;
    if (type === "application/json" || type === "application/*" || type === "*/*") return false;
  }
  throw invalidRequest("The header Accept must allow text/event-stream or application/json.");
}
