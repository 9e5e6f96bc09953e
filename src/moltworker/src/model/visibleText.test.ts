import { describe, expect, it } from "vitest";
import { Random } from "./testing/random";
import { VisibleText } from "./visibleText";

/** What leaves of a text, however it is cut; undefined where it was a tool call. */
function shown(text: string, waits = false): string | undefined {
  const results = new Set<string | undefined>();
  for (let seed = 0; seed < 20; seed++) {
    const visible = new VisibleText(["send_message", "list_tasks"], waits);
    const pieces = seed === 0 ? [text] : seed === 1 ? text.split("") : new Random(seed).cut(text);
    const said = pieces.map((piece) => visible.write(piece)).join("") + visible.end();
    if (visible.wroteCall) expect(said).not.toMatch(/tool_?call|function|invoke|DSML|python_tag|"name"/i);
    results.add(visible.wroteCall ? undefined : said.trim());
  }
  expect([...results]).toHaveLength(1);
  return [...results][0];
}

describe("thinking at the start of a reply", () => {
  it.each([
    "<think>Hm.</think>Hello!",
    "\n <think>\nHm.\n</think>\n\nHello!",
    "<thinking>Hm.</thinking> Hello!",
    "<THINK>Hm.</think>Hello!",
    "<reasoning>Hm, a < b.</reasoning>Hello!",
    "<thought>Hm.</thought>Hello!",
    "<antThinking>Hm.</antThinking>Hello!",
    "<mm:think>Hm.</mm:think>Hello!",
    "<seed:think>Hm.</seed:think>Hello!",
    "<think>Hm.</thinking>Hello!",
    "<think></think>Hello!",
    "<think>One.</think>\n<think>Two.</think>Hello!",
    "[THINK]Hm.[/THINK]Hello!",
    "<|START_THINKING|>Hm.<|END_THINKING|>Hello!",
    "<|begin_of_thought|>Hm.<|end_of_thought|>Hello!",
    "◁think▷Hm.◁/think▷Hello!",
    "<|channel>thought\nHm.<channel|>Hello!",
    "<final>Hello!</final>",
    "<think>Hm.</think><final>Hello!</final>\n",
    "<think>Hm.</think><answer>Hello!</answer>",
    "<|channel|>analysis<|message|>Hm.<|end|><|start|>assistant<|channel|>final<|message|>Hello!",
    "<|start|>assistant<|channel|>analysis<|message|>Hm.<|end|><|start|>assistant<|channel|>commentary<|message|>Hm.<|end|><|start|>assistant<|channel|>final<|message|>Hello!<|return|>",
    "<|channel|>final<|message|>Hello!<|end|>",
  ])("does not leave: %j", (text) => {
    expect(shown(text)).toBe("Hello!");
    expect(shown(text, true)).toBe("Hello!");
  });

  it.each(["<think>Hm, the PIN is", "<think", "<|channel|>analysis<|message|>Hm.", "[THINK]Hm.", "<reasoning>Hm.</reason"])(
    "leaves nothing where it is not closed: %j",
    (text) => {
      expect(shown(text)).toBe("");
    },
  );

  it.each(["Hm, the PIN is 1234.\n</think>\n\nHello!", "Hm.</think>Hello!", "Hm.</thinking>Hello!", "</think>Hello!", "analysisHm.assistantfinalHello!"])(
    "does not leave where only its end tells, as the whole reply was waited for: %j",
    (text) => expect(shown(text, true)).toBe("Hello!"),
  );
});

describe("talk about markers", () => {
  it.each([
    "Models write <think> first and </think> last.",
    "Write `</think>` to close it.",
    "The tag\n<think>\nopens it, and\n</think>\ncloses it.",
    "Hermes writes <tool_call> before a call.",
    "Hermes writes:\n<tool_call>\n{...}\n</tool_call>\nand so on.",
    "Use <|channel|> for channels.",
    "[link](https://example.com) and [TOOL] words",
    "<b>bold</b> < 3",
    "< 3",
    "<",
    "[1, 2]",
    "`<think>` is a tag.",
    '{"a":1}',
    '{"name":"Bob","age":3}',
    '{"name":"Bob","arguments":{}}',
    "functions are fun",
    "<internal>quiet</internal>",
    "Analysis: assistantfinal",
  ])("passes: %j", (text) => {
    expect(shown(text)).toBe(text);
    expect(shown(text, true)).toBe(text);
  });
});

describe("a tool call that was written as text", () => {
  it.each([
    '<tool_call>\n{"name": "list_tasks", "arguments": {}}\n</tool_call>',
    '<think>Hm.</think>\n<tool_call>{"name": "list_tasks"}</tool_call>',
    "<tool_call>",
    "<tool_call",
    "<toolcall>{}",
    "<tool_calls>[]",
    '<minimax:tool_call><invoke name="list_tasks">',
    '[TOOL_CALLS][{"name":"list_tasks","arguments":{}}]',
    "[TOOL_CALLS]list_tasks{}",
    "[TOOL_REQUEST]{}[END_TOOL_REQUEST]",
    "<function=list_tasks></function>",
    '<function_calls><invoke name="list_tasks">',
    '<invoke name="list_tasks">',
    "<|tool_call|>[{}]",
    "<|tool_call>call:list_tasks{}<tool_call|>",
    "<|tool_calls_section_begin|><|tool_call_begin|>functions.list_tasks:0",
    "<|tool_call_start|>[list_tasks()]<|tool_call_end|>",
    "<｜tool▁calls▁begin｜><｜tool▁call▁begin｜>function",
    "<｜DSML｜function_calls>",
    '<｜DSML｜invoke name="list_tasks">',
    "<｜｜DSML｜｜tool_calls>",
    "<‖DSML‖tool_calls>",
    "<|DSML|tool_calls>",
    "<|python_tag|>list_tasks.call()",
    "<start_function_call>call:list_tasks{}",
    "```tool_code\nprint(default_api.list_tasks())\n```",
    '{"name": "list_tasks", "parameters": {}}',
    '{"type": "function", "name": "list_tasks", "parameters": {}}',
    '[{"name": "list_tasks", "arguments": {}}]',
    "<|channel|>commentary to=functions.list_tasks <|constrain|>json<|message|>{}<|call|>",
    'I look.\n<tool_call>\n{"name": "list_tasks", "arguments": {}}\n</tool_call>',
    "I look.\n\n  <function=send_message>\n<parameter=text>Hi</parameter></function>",
    'I look.\n<｜DSML｜invoke name="list_tasks">',
  ])("is known: %j", (text) => {
    expect(shown(text)).toBeUndefined();
    expect(shown(text, true)).toBeUndefined();
  });
});

describe("a text that is waited for", () => {
  it("leaves at once when its thinking comes apart from it", () => {
    const visible = new VisibleText([], true);
    expect(visible.write("Hel")).toBe("");
    expect(visible.flow()).toBe("Hel");
    expect(visible.write("lo")).toBe("lo");
    expect(visible.end()).toBe("");
  });

  it("leaves as it comes where nothing is waited for", () => {
    const visible = new VisibleText([], false);
    expect(visible.write("Hel")).toBe("Hel");
    expect(visible.write("lo")).toBe("lo");
  });
});
