import type { CapReached } from "../caps/runCaps";
import type { Config } from "../config/config";
import { Refusal, unavailable } from "../http/refusal";

/**
 * Counts a new run.
 * @throws {Refusal} where a cap is reached, and where the counters cannot be reached: what is not counted does not run.
 */
export async function countRun({ runCaps, limits: { runsPerDay, runsPerMonth } }: Config): Promise<void> {
  const reached = await (runCaps.getByName("all").take(runsPerDay, runsPerMonth) as Promise<CapReached | null>).catch(() => {
    throw unavailable("The run caps cannot be reached for the moment. Try again in 5 s.");
  });
  if (reached === null) return;
  const { cap, limit, retryAfterSeconds } = reached;
  throw new Refusal(429, "run_cap_reached", `The cap of ${limit} runs a ${cap} is reached. It opens again in ${retryAfterSeconds} s.`, { retryAfterSeconds });
}
