import type { RunHeaders, RunRequest } from "../contract";
import { unavailable } from "../http/refusal";

/**
 * Gives a checked request to its group, as it was read: the group keeps it and reads it again after a restart. `Body-Hash` tells
 * whether a later one with the same key has the same bytes. What comes back is the answer as it stands, and its stream passes
 * through untouched.
 */
export async function callGroup(groups: DurableObjectNamespace, request: RunRequest, run: RunHeaders, body: Uint8Array): Promise<Response> {
  return reachGroup(groups, request.groupFolder, "", {
    method: "POST",
    headers: {
      "Idempotency-Key": run.runId,
      "Body-Hash": new Uint8Array(await crypto.subtle.digest("SHA-256", body)).toHex(),
      Accept: run.stream ? "text/event-stream" : "application/json",
      ...(run.lastEventId !== undefined && { "Last-Event-ID": String(run.lastEventId) }),
    },
    body: JSON.stringify(request),
  });
}

export async function reachGroup(groups: DurableObjectNamespace, folder: string, query: string, init: RequestInit): Promise<Response> {
  try {
    return await groups.getByName(folder).fetch(`https://group/${query}`, init);
  } catch {
    // A run's key makes the next try safe: it attaches to this run, or learns how it ended.
    throw unavailable("group");
  }
}
