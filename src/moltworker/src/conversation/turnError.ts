import type { ErrorBody } from "../contract";

/** The failures of a run, as `docs/CONTRACT.md` lists them. */
export type TurnErrorCode =
  | "model_unauthorized"
  | "model_rate_limited"
  | "model_overloaded"
  | "model_unavailable"
  | "model_refused"
  | "model_protocol"
  | "turn_timeout"
  | "step_limit"
  | "output_limit"
  | "input_limit"
  | "interrupted"
  | "stopped"
  | "internal";

/** Its message is for the client: nothing of a provider's key or body goes into it. */
export class TurnError extends Error implements ErrorBody {
  override readonly name = "TurnError";

  /** @param isOfServer Whether this model's server does not answer, so that another model may. */
  constructor(
    readonly code: TurnErrorCode,
    message: string,
    readonly retryAfterSeconds?: number,
    readonly isOfServer = /^model_(?!refused)/.test(code),
  ) {
    super(message);
  }
}

/** Whether the reason may be gone at the next try. */
export function passes(code: string): boolean {
  return /^model_(rate_limited|overloaded|unavailable)$/.test(code);
}
