import type { CapReached, RunCaps } from "../caps/runCaps";
import type { Config } from "../config/config";
import { Refused } from "../http/refused";

/**
 * Counts a new run.
 * @throws {Refused} where a cap is reached or the agent is switched off, and where the counters cannot be reached: what is not counted does not run.
 */
export async function countRun({ runCaps, limits: { runsPerDay, runsPerMonth } }: Config, group: string): Promise<void> {
  const reached = await (
    (runCaps as DurableObjectNamespace<RunCaps>).getByName("all").take(runsPerDay, runsPerMonth, Date.now(), group) as Promise<CapReached | "off" | null>
  ).catch(() => {
    throw new Refused({ code: "unavailable", part: "run caps" });
  });
  if (reached === null) return;
  throw new Refused(reached === "off" ? { code: "switched_off" } : { code: "run_cap_reached", ...reached });
}
