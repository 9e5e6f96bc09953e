import type { ErrorBody } from "../contract";
import { TurnError } from "../conversation/turnError";

/** What may be told of a failure. */
export function toErrorBody(error: unknown): ErrorBody {
  if (!(error instanceof TurnError)) return { code: "internal", message: "Something went wrong in the Worker." };
  const { code, message, retryAfterSeconds } = error;
  return { code, message, retryAfterSeconds };
}

export const interrupted = new TurnError("interrupted", "The run was interrupted by a restart. Start a new one.");
