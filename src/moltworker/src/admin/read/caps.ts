import type { RunCaps } from "../../caps/runCaps";
import { firstRow } from "./firstRow";

export interface SeenCaps {
  readonly today: number;
  readonly thisMonth: number;
  /** The last turn of the switch; null where nobody ever did. */
  readonly turned: { readonly off: boolean; readonly who: string; readonly at: number } | null;
  /** Folders, those that ran last first. */
  readonly groups: readonly string[];
  readonly refusals: readonly { readonly code: string; readonly at: number; readonly times: number }[];
}

interface Row {
  readonly today: number | null;
  readonly thisMonth: number | null;
  readonly turned: string | null;
  readonly groups: string;
  readonly refusals: string;
}

const query = `SELECT
  (SELECT runs_today FROM counters WHERE day = ?1) AS today,
  (SELECT runs_this_month FROM counters WHERE month = substr(?1, 1, 7)) AS thisMonth,
  (SELECT json_object('off', off, 'who', who, 'at', at) FROM switches ORDER BY id DESC LIMIT 1) AS turned,
  (SELECT json_group_array(key) FROM (SELECT key FROM seen WHERE key <> '' AND substr(key, 1, 1) <> '!' ORDER BY at DESC, key)) AS groups,
  (SELECT json_group_array(json_object('code', substr(key, 2), 'at', at, 'times', times)) FROM (SELECT * FROM seen WHERE substr(key, 1, 1) = '!' ORDER BY at DESC LIMIT 30)) AS refusals`;

/** Looks at what counts the runs. @param day today, in UTC. */
export async function readCaps(runCaps: DurableObjectNamespace<RunCaps>, day: string): Promise<SeenCaps> {
  const { today, thisMonth, turned, groups, refusals } = (await firstRow<Row>(runCaps.getByName("all"), query, day))!;
  const { off, who, at } = JSON.parse(turned ?? "{}") as { off?: number; who?: string; at?: number };
  return {
    today: today ?? 0,
    thisMonth: thisMonth ?? 0,
    turned: turned === null ? null : { off: off === 1, who: who!, at: at! },
    groups: JSON.parse(groups) as string[],
    refusals: JSON.parse(refusals) as SeenCaps["refusals"],
  };
}
