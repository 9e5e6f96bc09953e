const thinking = "(?:[\\w]+:)?(?:ant_?)?(?:think|thinking|thoughts?|reason|reasoning|reflection|analysis|scratchpad)";
const bars = "[|\uff5c\u2016]+";

/** How thinking begins where a server leaves it in the text: DeepSeek, Qwen, MiniMax; Mistral; Cohere; Kimi; Gemma. */
export const thinkingOpens = new RegExp(`<${thinking}\\s*>|\\[THINK\\]|<\\|START_THINKING\\|>|<\\|begin_of_thought\\|>|\u25c1think\u25b7|<\\|think\\|>|<\\|channel>`, "i");
export const thinkingCloses = new RegExp(`</${thinking}\\s*>|\\[/THINK\\]|<\\|END_THINKING\\|>|<\\|end_of_thought\\|>|\u25c1/think\u25b7|<\\|/think\\|>|<channel\\|>`, "i");
export const longestMarker = 40;

/** The answer proper, wrapped. */
export const answerOpens = /<(final|answer)\s*>/i;

/** The channels of OpenAI's harmony format. */
export const harmonyOpens = /<\|(?:start|channel|message)\|>/;

/** A tool call that a server handed on as text, in the forms of Hermes, Qwen, Llama, Mistral, DeepSeek, Kimi, MiniMax, Gemma and others. */
export const callOpens = new RegExp(
  `</?(?:[a-z]+[_:])*(?:tool_?(?:call|use|request)s?|tools|function_?(?:call)?s?|invoke)\\b|<${bars}\\s*/?(?:tool|python_tag|dsml|action_start|start_action|content_invoke|plugin)|\\[/?(?:tool_calls?|tool_request|available_tools)\\b|\`\`\`tool_(?:call|code)`,
  "i",
);

/** As the marker that a text begins with. */
export function begins(marker: RegExp, text: string): number {
  const found = marker.exec(text);
  return found?.index === 0 ? found[0].length : 0;
}
