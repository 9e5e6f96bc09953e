import type { RunHeaders, RunRequest } from "../contract";
import type { GroupAgent } from "../group/groupAgent";
import { parseRendered } from "../http/event";
import type { Reason } from "../http/refused";
import { unavailable } from "../http/refusal";
import { eventStream } from "../http/respond";
import { jsonAnswer } from "./jsonAnswer";
import { refusalFor } from "./refusalFor";

export type Groups = DurableObjectNamespace<GroupAgent>;

/**
 * Gives a checked request to its group, as it was read: the group keeps it and reads it again after a restart. `Body-Hash` tells
 * whether a later one with the same key has the same bytes. The run's events pass through untouched as they come; or they come once
 * the run is over, all of them, and are told as JSON.
 */
export async function callGroup(groups: Groups, request: RunRequest, run: RunHeaders, body: Uint8Array): Promise<Response> {
  const answer = await reachGroup(groups, request.groupFolder, "", {
    method: "POST",
    headers: {
      "Idempotency-Key": run.runId,
      "Body-Hash": new Uint8Array(await crypto.subtle.digest("SHA-256", body)).toHex(),
      ...(!run.stream && { Whole: "true" }),
      ...(run.lastEventId !== undefined && { "Last-Event-ID": String(run.lastEventId) }),
    },
    body: JSON.stringify(request),
  });
  return run.stream ? eventStream(answer.body!) : jsonAnswer(await orUnavailable(() => answer.text().then(parseRendered)));
}

/** @throws {Refusal} in words for what the group tells by a code. */
export async function reachGroup(groups: Groups, folder: string, query: string, init: RequestInit): Promise<Response> {
  // A group answers no front of another version, which would not know its codes.
  const headers = { ...init.headers, Front: "2" };
  const askedAt = Date.now();
  const answer = await inGroup(groups, folder, (group) => group.fetch(`https://group/${query}`, { ...init, headers }));
  if (answer.ok) return answer;
  throw refusalFor(await orUnavailable(() => answer.json<Reason>()), askedAt);
}

export function inGroup<T>(groups: Groups, folder: string, ask: (group: DurableObjectStub<GroupAgent>) => Promise<T>): Promise<T> {
  return orUnavailable(async () => ask(groups.getByName(folder)));
}

/** A run's key makes the next try safe: it attaches to this run, or learns how it ended. */
async function orUnavailable<T>(ask: () => Promise<T>): Promise<T> {
  try {
    return await ask();
  } catch {
    throw unavailable("group");
  }
}
