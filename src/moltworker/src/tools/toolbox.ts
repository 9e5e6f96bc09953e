import type { ContentBlock } from "../conversation/sessionMessage";
import type { ToolCall, ToolDefinition } from "../model/model";
import { listChats } from "./listChats";
import { recall, remember } from "./memory";
import { registerGroup } from "./registerGroup";
import { sendMessage } from "./sendMessage";
import { cancelTask, listTasks, pauseTask, resumeTask, scheduleTask, updateTask } from "./tasks";
import { type Tool, ToolError, type ToolScope } from "./tool";
import { webFetch } from "./webFetch";

type ToolResult = Extract<ContentBlock, { type: "tool_result" }>;

const everyGroups: readonly Tool[] = [
  sendMessage,
  scheduleTask,
  listTasks,
  pauseTask,
  resumeTask,
  cancelTask,
  updateTask,
  remember,
  recall,
  webFetch,
];

/** The tools that a group is offered; any other name the model comes up with is an error of its own. */
export class Toolbox {
  readonly definitions: readonly ToolDefinition[];
  private readonly tools: ReadonlyMap<string, Tool>;

  constructor(private readonly scope: ToolScope) {
    const tools = scope.request.isMain ? [...everyGroups, registerGroup, listChats] : everyGroups;
    this.definitions = tools.map((tool) => tool.definition);
    this.tools = new Map(tools.map((tool) => [tool.definition.name, tool]));
  }

  async run({ id, name, input }: ToolCall): Promise<ToolResult> {
    try {
      const tool = this.tools.get(name);
      if (tool === undefined) throw new ToolError("There is no such tool.");
      if (input === undefined) throw new ToolError("The input was not a JSON object.");
      return { type: "tool_result", toolUseId: id, content: await tool.run(input, this.scope) };
    } catch (error) {
      if (!(error instanceof ToolError)) throw error;
      return { type: "tool_result", toolUseId: id, content: error.message, isError: true };
    }
  }
}
