import type { Usage } from "../contract";
import { newSpent, type Spent } from "../bounds/spent";
import { addMessage, type TurnState } from "../turn/turnState";
import type { SessionMessage } from "../conversation/sessionMessage";
import { parseRendered, splitRendered } from "../http/event";
import type { LiveRun } from "./groupStore";
import { Run } from "./run";

/** How far the turn of a run has come. */
export interface Progress {
  readonly begun: TurnState | null;
  readonly spent: Spent;
  readonly usage: Usage;
}

/** Puts a run together again from its events and its steps. */
export function takeUp({ runId, bodyHash, sessionId, at, steps }: LiveRun, events: string, usage: Usage): { readonly run: Run; readonly progress: Progress } {
  const run = new Run(runId, bodyHash, sessionId, splitRendered(events));
  run.at = at;
  // Not written before something came of it.
  if (events === "") run.append({ event: "started", data: { runId, sessionId } });
  run.admission.resolve();
  const history = steps.findLast((step) => step.history !== undefined)?.history;
  const messages: SessionMessage[] = [];
  for (const step of steps) for (const message of step.messages) addMessage(messages, message);
  const last = steps.at(-1);
  return {
    run,
    progress: {
      begun: { history, messages, shown: shownOf(events) },
      spent: { ...newSpent(), ...last?.spent },
      usage: { ...usage, ...last?.usage },
    },
  };
}

/** The text that readers have of an output that did not come. */
function shownOf(events: string): string {
  let shown = "";
  for (const { event, data } of parseRendered(events)) {
    if (event === "output") shown = "";
    else if (event === "delta") shown = shown.slice(0, data.from) + data.text;
  }
  return shown;
}
