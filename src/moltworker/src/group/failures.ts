import type { ErrorBody } from "../contract";
import { TurnError, type TurnErrorCode } from "../conversation/turnError";

/** The status with which a JSON answer tells a run's failure. */
export const statuses: Readonly<Record<TurnErrorCode, number>> = {
  model_unauthorized: 502,
  model_rate_limited: 503,
  model_overloaded: 503,
  model_unavailable: 502,
  model_refused: 502,
  model_protocol: 502,
  turn_timeout: 504,
  step_limit: 500,
  output_limit: 500,
  input_limit: 500,
  interrupted: 500,
  internal: 500,
};

export function statusOf(code: string): number {
  return statuses[code as TurnErrorCode] ?? 500;
}

/** What may be told of a failure. */
export function toErrorBody(error: unknown): ErrorBody {
  if (!(error instanceof TurnError)) return { code: "internal", message: "Something went wrong in the Worker." };
  const { code, message, retryAfterSeconds } = error;
  return { code, message, retryAfterSeconds };
}

export const interrupted = new TurnError("interrupted", "The run was interrupted by a restart. Start a new one.");
