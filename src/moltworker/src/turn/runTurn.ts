import { TurnError } from "../conversation/turnError";
import { alone } from "../model/alone";
import { inOrder } from "../model/inOrder";
import type { Fetch } from "../model/model";
import { rejectOnAbort } from "../model/rejectOnAbort";
import { Turn } from "./turn";
import type { TurnContext, TurnOutcome } from "./turnContext";

const outbound: Fetch = (url, init) => fetch(url, init);

/**
 * Answers one request: model calls and tools until the model is done.
 * @throws {TurnError} with the code of `docs/CONTRACT.md`; the session is then left as it was.
 */
export async function runTurn(ctx: TurnContext, fetch: Fetch = outbound): Promise<TurnOutcome> {
  // A turn that goes on after a restart has used some of its time before.
  const started = Date.now() - ctx.usage.durationMs;
  const overtime = new AbortController();
  const timer = setTimeout(() => overtime.abort(), Math.max(0, ctx.limits.maxTurnSeconds * 1000 - ctx.usage.durationMs));
  const signal = ctx.stopped === undefined ? overtime.signal : AbortSignal.any([overtime.signal, ctx.stopped]);
  try {
    signal.throwIfAborted();
    const model = CARRIES_ORDER ? inOrder(ctx, fetch) : alone(ctx, fetch);
    return await Promise.race([new Turn(ctx, model, fetch, signal).run(), rejectOnAbort(signal)]);
  } catch (error) {
    if (ctx.stopped?.aborted) throw new TurnError("stopped", "The run was stopped.");
    if (overtime.signal.aborted) {
      throw new TurnError("turn_timeout", `The turn took longer than ${ctx.limits.maxTurnSeconds} s.`);
    }
    throw error instanceof TurnError ? error : new TurnError("internal", "Something went wrong in the Worker.");
  } finally {
    clearTimeout(timer);
    ctx.usage.durationMs = Date.now() - started;
  }
}
