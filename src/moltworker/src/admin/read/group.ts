import type { GroupAgent } from "../../group/groupAgent";
import { firstRow } from "./firstRow";
import { actionsIn, dataOf } from "./sql";

export interface SeenSession {
  readonly id: string;
  /** When it was used last, in milliseconds. */
  readonly at: number;
  /** How long it is, in characters. */
  readonly length: number;
}

export interface SeenRun {
  readonly id: string;
  readonly state: string;
  /** When it ended; of a live one, when it began. */
  readonly at: number;
  readonly usage: {
    readonly steps: number;
    readonly durationMs: number;
    readonly inputTokens: number;
    readonly outputTokens: number;
    readonly model: string;
  } | null;
  readonly error: string | null;
  readonly actions: readonly string[];
  /** Model calls so far, of a live run. */
  readonly steps: number;
}

/** What the runs of a day used of a model. */
export interface Used {
  readonly day: string;
  readonly model: string;
  readonly runs: number;
  readonly input: number;
  readonly cacheRead: number;
  readonly cacheWrite: number;
  readonly output: number;
}

export interface SeenGroup {
  readonly folder: string;
  readonly sessions: readonly SeenSession[];
  readonly sessionCount: number;
  readonly notes: number;
  readonly runs: readonly SeenRun[];
  readonly used: readonly Used[];
}

type Row = Readonly<Record<"sessions" | "runs" | "used", string> & Record<"sessionCount" | "notes", number>>;

const mostSessions = 20;
const mostRuns = 20;

const lastRow = "(SELECT rendered FROM events WHERE run_id = r.run_id ORDER BY first DESC LIMIT 1)";
const whole = "(SELECT group_concat(rendered, '') FROM (SELECT rendered FROM events WHERE run_id = r.run_id ORDER BY first))";

/** One row, since each call is a subrequest. No column has a word of a conversation. */
const query = `SELECT
  (SELECT json_group_array(json_object('id', session_id, 'at', used_at, 'length', length(history))) FROM (SELECT * FROM sessions ORDER BY used_at DESC LIMIT ${mostSessions})) AS sessions,
  (SELECT COUNT(*) FROM sessions) AS sessionCount,
  (SELECT COUNT(*) FROM notes) AS notes,
  (SELECT json_group_array(json_object('id', run_id, 'state', state, 'at', at, 'steps', steps,
    'usage', json(${dataOf("text", "usage")}), 'error', json_extract(${dataOf("text", "error")}, '$.code'), 'actions', json(${actionsIn("text")}))) FROM (
      SELECT run_id, state, at, COALESCE(${whole}, '') AS text, (SELECT COUNT(*) FROM journal WHERE run_id = r.run_id AND kind = 'step') AS steps
      FROM runs r ORDER BY at DESC LIMIT ${mostRuns})) AS runs,
  (SELECT json_group_array(json_object('day', day, 'model', model, 'runs', runs, 'input', input, 'cacheRead', cache_read, 'cacheWrite', cache_write, 'output', output)) FROM (
    SELECT day, COALESCE(u ->> 'model', '') AS model, COUNT(*) AS runs, SUM(COALESCE(u ->> 'inputTokens', 0)) AS input, SUM(COALESCE(u ->> 'cacheReadTokens', 0)) AS cache_read,
      SUM(COALESCE(u ->> 'cacheWriteTokens', 0)) AS cache_write, SUM(COALESCE(u ->> 'outputTokens', 0)) AS output FROM (
      SELECT date(at / 1000, 'unixepoch') AS day, ${dataOf("ending", "usage")} AS u FROM past WHERE at > ?1 UNION ALL
      SELECT day, ${dataOf("ending", "usage")} AS u FROM (
        SELECT date(at / 1000, 'unixepoch') AS day, ${lastRow} AS ending FROM runs r WHERE state <> 'live' AND at > ?1))
    GROUP BY 1, 2)) AS used`;

/** Looks at a group. @param since milliseconds; what was used before is not told. */
export async function readGroup(groups: DurableObjectNamespace<GroupAgent>, folder: string, since: number): Promise<SeenGroup> {
  const { sessions, sessionCount, notes, runs, used } = (await firstRow<Row>(groups.getByName(folder), query, since))!;
  return {
    folder,
    sessions: JSON.parse(sessions) as SeenSession[],
    sessionCount,
    notes,
    runs: JSON.parse(runs) as SeenRun[],
    used: JSON.parse(used) as Used[],
  };
}
