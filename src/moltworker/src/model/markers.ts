const thinking = "(?:\\w+:)?(?:ant_?)?(?:think(?:ing)?|thoughts?|reason(?:ing)?|reflection|analysis|scratchpad)\\s*>";

/** How thinking begins and ends where a server leaves it in the text: DeepSeek, Qwen, MiniMax; Mistral; Cohere; Kimi; Gemma. */
export const thinkingOpens = new RegExp(`<${thinking}|\\[THINK\\]|<\\|(?:START_THINKING|begin_of_thought|think)\\|>|\u25c1think\u25b7|<\\|channel>`, "i");
export const thinkingCloses = new RegExp(`</${thinking}|\\[/THINK\\]|<\\|(?:END_THINKING|end_of_thought|/think)\\|>|\u25c1/think\u25b7|<channel\\|>`, "i");
export const longestMarker = 40;

/** What else a reply may be as a whole: an answer that is wrapped, OpenAI's harmony format, JSON. */
export const formOpens = /^(?:<(?:final|answer)\s*>|<\|(?:start|channel|message)\|>|\[?\s*\{)/i;

/** A tool call that a server handed on as text, in the forms of Hermes, Qwen, Llama, Mistral, DeepSeek, Kimi, MiniMax, Gemma and others. */
export const callOpens =
  /<\/?(?:[a-z]+[_:])*(?:tool_?(?:call|use|request)s?|tools|function_?(?:call)?s?|invoke)\b|<[|\uff5c\u2016]+\s*\/?(?:tool|python_tag|dsml|action_start|start_action|content_invoke|plugin)|\[\/?tool_(?:calls?|request)\b|```tool_c/i;

/** A whole call as JSON, with no marker at all, as Llama's models write it. */
export const bareCall = /^\[?\s*\{\s*(?:"type"\s*:\s*"function"\s*,\s*)?"(?:name|function)"\s*:\s*"([^"]*)"\s*,\s*"(?:arguments|parameters|input)"\s*:/;

/** Whether more must come to say if a marker begins here. */
export function mayBeMarker(text: string): boolean {
  return /^[<[`\u25c1]/.test(text) && text.length < longestMarker && !/[>\]\n\u25b7]/.test(text);
}
