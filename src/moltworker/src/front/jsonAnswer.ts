import type { Action, RunEvent, Usage } from "../contract";
import { failure, json } from "../http/respond";
import { statusOf } from "./statusOf";

/** Tells all events of a finished run in one JSON answer. */
export function jsonAnswer(events: readonly RunEvent[]): Response {
  const outputs: string[] = [];
  const actions: Action[] = [];
  let usage: Usage | null = null;
  for (const it of events) {
    switch (it.event) {
      case "output":
        outputs.push(it.data.result);
        break;
      case "action":
        actions.push(it.data);
        break;
      case "usage":
        usage = it.data;
        break;
      case "error":
        return failure(statusOf(it.data.code), it.data);
      case "done":
        return json(200, {
          status: "success",
          result: outputs.length === 0 ? null : outputs.join("\n\n"),
          sessionId: it.data.sessionId,
          model: it.data.model,
          actions,
          usage,
        });
    }
  }
  throw new Error("a run without an end");
}
