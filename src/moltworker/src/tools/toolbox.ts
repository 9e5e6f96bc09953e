import type { ContentBlock } from "../conversation/sessionMessage";
import { callsAReply, resultCharactersATurn } from "../bounds/bounds";
import { escapeText } from "../conversation/frame";
import type { ToolCall, ToolDefinition } from "../model/model";
import { listChats } from "./listChats";
import { forget, recall, remember } from "./memory";
import { registerGroup } from "./registerGroup";
import { sendMessage } from "./sendMessage";
import { cancelTask, listTasks, pauseTask, resumeTask, scheduleTask, updateTask } from "./tasks";
import { type Tool, ToolError, type ToolScope } from "./tool";
import { modeOf, webFetch } from "./webFetch";

type ToolResult = Extract<ContentBlock, { type: "tool_result" }>;

const everyGroups: readonly Tool[] = [sendMessage, scheduleTask, listTasks, pauseTask, resumeTask, cancelTask, updateTask, remember, recall, forget];

/** The tools that a group is offered; any other name the model comes up with is an error of its own. */
export class Toolbox {
  readonly definitions: readonly ToolDefinition[];
  private readonly tools: ReadonlyMap<string, Tool>;

  constructor(private readonly scope: ToolScope) {
    const tools = [...everyGroups, ...(modeOf(scope) === "off" ? [] : [webFetch]), ...(scope.request.isMain ? [registerGroup, listChats] : [])];
    this.definitions = tools.map((tool) => tool.definition);
    this.tools = new Map(tools.map((tool) => [tool.definition.name, tool]));
  }

  /** @param earlier the calls of the same reply before this one. */
  async run({ id, name, input }: ToolCall, earlier = 0): Promise<ToolResult> {
    try {
      const tool = this.tools.get(name);
      if (earlier >= callsAReply) throw new ToolError(`Not done: a reply may make ${callsAReply} calls.`);
      if (tool === undefined) throw new ToolError("There is no such tool.");
      if (input === undefined) throw new ToolError("The input was not a JSON object.");
      if (this.scope.spent.resultCharacters >= resultCharactersATurn) throw new ToolError("Not done: the tools have given all they may in a turn.");
      const content = await tool.run(input, this.scope);
      this.scope.spent.resultCharacters += content.length;
      return { type: "tool_result", toolUseId: id, content };
    } catch (error) {
      if (!(error instanceof ToolError)) throw error;
      // It may quote what the model was talked into.
      return { type: "tool_result", toolUseId: id, content: escapeText(error.message), isError: true };
    }
  }
}
