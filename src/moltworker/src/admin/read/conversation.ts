import type { SessionMessage } from "../../conversation/sessionMessage";
import type { AdminConfig } from "../adminConfig";
import { firstRow } from "./firstRow";

/** Reads one session; null where there is none. */
export async function readConversation({ runCaps, groups }: AdminConfig, group: string, session: string): Promise<readonly SessionMessage[] | null> {
  // A group that never ran is not made by asking for it.
  const known = await firstRow(runCaps.getByName("all"), "SELECT 1 FROM seen WHERE key = ? AND substr(key, 1, 1) <> '!'", group);
  if (group === "" || known === undefined) return null;
  const row = await firstRow<{ history: string }>(groups.getByName(group), "SELECT history FROM sessions WHERE session_id = ?", session);
  return row === undefined ? null : (JSON.parse(row.history) as SessionMessage[]);
}
