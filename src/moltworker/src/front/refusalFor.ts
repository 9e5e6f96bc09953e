import type { Reason } from "../http/refused";
import { invalidRequest, misconfigured, Refusal, unavailable } from "../http/refusal";
import { secondsUntilOpen } from "./secondsUntilOpen";

/**
 * What is told where a group does nothing.
 * @param askedAt when it was asked: a cap that was reached before midnight, and is told after it, opens now and not a day later.
 */
export function refusalFor(reason: Reason, askedAt: number): Refusal {
  switch (reason.code) {
    case "backup_cut_off":
      return invalidRequest("The body is cut off.");
    case "backup_older":
      return new Refusal(409, "backup_older", "The group has newer. Use force=true.");
    case "backup_unknown_heading":
      return invalidRequest("The body has no heading that is known.");
    case "backup_unknown_line":
      return invalidRequest("The body has a line that is neither session nor note.");
    case "beyond_last_event":
      return invalidRequest("The header Last-Event-ID is beyond the run's last event.");
    case "group_busy":
      return new Refusal(429, "group_busy", "This group is busy. Try again in 10 s.", 10);
    case "internal":
      return new Refusal(500, "internal", "Something went wrong in the Worker.");
    case "misconfigured":
      return misconfigured(reason.wrong);
    case "model_unknown":
      return new Refusal(400, "model_unknown", `metadata.model must be one of this stack's models: ${reason.models}.`);
    case "run_cap_reached": {
      const { cap, limit } = reason;
      const seconds = secondsUntilOpen(cap, askedAt);
      return new Refusal(429, "run_cap_reached", `The cap of ${limit} runs a ${cap} is reached. It opens again in ${seconds} s.`, seconds);
    }
    case "run_conflict":
      return new Refusal(409, "run_conflict", "This Idempotency-Key belongs to a run with another body.");
    case "run_unknown":
      return new Refusal(409, "run_unknown", "This run is not kept.");
    case "session_unknown":
      return new Refusal(409, "session_unknown", "This group has no such session. Leave sessionId out.");
    case "switched_off":
      return new Refusal(503, "switched_off", "The owner has switched the agent off.");
    case "unavailable":
      return unavailable(reason.part);
    default:
      // One that this front does not know: an agent of another version, which is about to be of this one's.
      return unavailable("group");
  }
}
