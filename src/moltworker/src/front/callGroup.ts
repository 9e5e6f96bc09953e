import { unavailable } from "../http/refusal";
import type { RunHeaders } from "../request/runHeaders";

/** Gives a checked request to its group. What comes back is the answer as it stands, and its stream passes through untouched. */
export function callGroup(groups: DurableObjectNamespace, folder: string, run: RunHeaders, body: Uint8Array): Promise<Response> {
  return reachGroup(groups, folder, "", {
    method: "POST",
    headers: {
      "Idempotency-Key": run.runId,
      Accept: run.stream ? "text/event-stream" : "application/json",
      ...(run.lastEventId !== undefined && { "Last-Event-ID": String(run.lastEventId) }),
    },
    body,
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
