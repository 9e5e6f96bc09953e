import type { ErrorBody } from "../contract";
import { TurnError } from "../conversation/turnError";

/** The status with which a JSON answer tells a run's failure. */
export function statusOf(code: string): number {
  return /^model_(rate_limited|overloaded)$/.test(code) ? 503 : code.startsWith("model_") ? 502 : code === "turn_timeout" ? 504 : 500;
}

/** What may be told of a failure. */
export function toErrorBody(error: unknown): ErrorBody {
  if (!(error instanceof TurnError)) return { code: "internal", message: "Something went wrong in the Worker." };
  const { code, message, retryAfterSeconds } = error;
  return { code, message, retryAfterSeconds };
}

export const interrupted = new TurnError("interrupted", "The run was interrupted by a restart. Start a new one.");
