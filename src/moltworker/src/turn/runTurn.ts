import type { TurnContext, TurnOutcome } from "./turnContext";
import { TurnError } from "./turnError";

/**
 * Answers one request: model calls and tools until the model is done.
 * @throws {TurnError} with the code of `docs/CONTRACT.md`; the session is then left as it was.
 */
export function runTurn(ctx: TurnContext): Promise<TurnOutcome> {
  return Promise.reject(new TurnError("model_unavailable", `No model provider ${ctx.model.provider} yet.`));
}
