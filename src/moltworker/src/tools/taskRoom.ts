import { own } from "../json/own";
import { ToolError, type ToolScope } from "./tool";

/** Active tasks that a group may have, unless the host says otherwise. */
const mostTasks = 50;

/**
 * The host, which knows all tasks, has the last word; this tells the model within the turn, which would hear of the
 * host's refusal with the next message.
 * @throws {ToolError} where one more active task is one too many.
 */
export function demandTaskRoom(folder: string, { request, spent }: ToolScope): void {
  const { tasks, maxActiveTasks = mostTasks } = request.metadata;
  const listed = tasks.filter((it) => it.groupFolder === folder && (own(spent.running, it.id) ?? it.status === "active"));
  if (listed.length + (own(spent.scheduled, folder) ?? 0) >= maxActiveTasks) {
    throw new ToolError(`The group has ${maxActiveTasks} active tasks, and may have no more: cancel or pause one.`);
  }
}
