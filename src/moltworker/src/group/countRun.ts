import type { CapReached, RunCaps } from "../caps/runCaps";
import type { Config } from "../config/config";
import { Refusal, unavailable } from "../http/refusal";

/**
 * Counts a new run.
 * @throws {Refusal} where a cap is reached or the agent is switched off, and where the counters cannot be reached: what is not counted does not run.
 */
export async function countRun({ runCaps, limits: { runsPerDay, runsPerMonth } }: Config, group: string): Promise<void> {
  const reached = await (
    (runCaps as DurableObjectNamespace<RunCaps>).getByName("all").take(runsPerDay, runsPerMonth, Date.now(), group) as Promise<CapReached | "off" | null>
  ).catch(() => {
    throw unavailable("run caps");
  });
  if (reached === null) return;
  if (reached === "off") throw new Refusal(503, "switched_off", "The owner has switched the agent off.");
  const { cap, limit, retryAfterSeconds } = reached;
  throw new Refusal(429, "run_cap_reached", `The cap of ${limit} runs a ${cap} is reached. It opens again in ${retryAfterSeconds} s.`, retryAfterSeconds);
}
