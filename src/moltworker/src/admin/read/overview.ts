import type { AdminConfig } from "../adminConfig";
import { readCaps, type SeenCaps } from "./caps";
import { readGroup, type SeenGroup } from "./group";
import { type AgentHealth, readHealth } from "./health";

/** Groups that are asked: each is a subrequest, of which Workers Free allows 50. */
export const mostGroups = 25;
/** Days of the charts. */
export const days = 31;

export interface Overview {
  readonly now: number;
  /** Null where it cannot be asked. */
  readonly caps: SeenCaps | null;
  readonly health: AgentHealth | null;
  readonly groups: readonly SeenGroup[];
  /** Groups that did not answer. */
  readonly silent: readonly string[];
  /** How many more there are. */
  readonly more: number;
}

/** Gathers what the page shows. A part that does not answer is missing, and the page says so. */
export async function readOverview(config: AdminConfig, now = Date.now()): Promise<Overview> {
  const day = new Date(now).toISOString().slice(0, 10);
  const [caps, health] = await Promise.all([orNull(readCaps(config.runCaps, day)), orNull(readHealth(config))]);
  const asked = caps?.groups.slice(0, mostGroups) ?? [];
  const since = Date.parse(day) - (days - 1) * 86_400_000;
  const groups = await Promise.all(asked.map((folder) => orNull(readGroup(config.groups, folder, since))));
  return {
    now,
    caps,
    health,
    groups: groups.filter((it) => it !== null),
    silent: asked.filter((_, index) => groups[index] === null),
    more: (caps?.groups.length ?? 0) - asked.length,
  };
}

async function orNull<T>(asked: Promise<T>): Promise<T | null> {
  try {
    return await asked;
  } catch (error) {
    console.log(JSON.stringify({ event: "admin", fault: (error as Error)?.name ?? typeof error }));
    return null;
  }
}
