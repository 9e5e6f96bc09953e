/** Why a group does nothing, and what else there is to say of it. */
export type Reason =
  | {
      readonly code:
        | "backup_cut_off"
        | "backup_older"
        | "backup_unknown_heading"
        | "backup_unknown_line"
        | "beyond_last_event"
        | "group_busy"
        | "internal"
        | "run_conflict"
        | "run_unknown"
        | "session_unknown"
        | "switched_off";
    }
  | { readonly code: "misconfigured"; readonly wrong: string }
  | { readonly code: "model_unknown"; readonly models: string }
  | { readonly code: "run_cap_reached"; readonly cap: "day" | "month"; readonly limit: number }
  | { readonly code: "unavailable"; readonly part: string };

/** Thrown where a group does nothing for whom the front lets in. The status and the words for it are the front's. */
export class Refused extends Error {
  constructor(readonly reason: Reason) {
    super(reason.code);
  }
}
