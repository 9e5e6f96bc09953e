import type { Random } from "./random";

/** What a model meant to say, before a server put it into its own form. */
export interface Meant {
  readonly thinking: string;
  readonly text: string;
  readonly calls: readonly { readonly name: string; readonly input: Readonly<Record<string, unknown>> }[];
}

/** A server's way to stream a reply: the `data` of its events, in their order. */
export type Server = (meant: Meant, random: Random) => string[];

type Fields = Record<string, unknown>;

const delta = (value: Fields): string => JSON.stringify({ choices: [{ index: 0, delta: value, finish_reason: null }] });
const end = (meant: Meant, reason?: string): string[] => [
  JSON.stringify({ choices: [{ index: 0, delta: {}, finish_reason: reason ?? (meant.calls.length > 0 ? "tool_calls" : "stop") }] }),
  JSON.stringify({ choices: [], usage: { prompt_tokens: 9, completion_tokens: 3 } }),
  "[DONE]",
];
const call = (value: Fields): string => delta({ tool_calls: [value] });
const content = ({ text }: Meant, random: Random): string[] => random.cut(text).map((piece) => delta({ content: piece }));

/** Each call begun and gone on with by its index, laid into one another. */
const byIndex =
  (first: number): Server =>
  (meant, random) => [
    ...random.cut(meant.thinking).map((piece) => delta({ reasoning_content: piece })),
    ...content(meant, random),
    ...random.interleave(
      ...meant.calls.map(({ name, input }, at) => [
        call({ index: first + at, id: `call_${at}`, type: "function", function: { name, arguments: "" } }),
        ...random.cut(JSON.stringify(input)).map((piece) => call({ index: first + at, function: { arguments: piece } })),
      ]),
    ),
    ...end(meant),
  ];

/** One call after the other, each piece made by `piece` from what a call tells of itself. */
const inTurn =
  (piece: (call: { at: number; id: string; name: string; json: string; isFirst: boolean }, random: Random) => Fields): Server =>
  (meant, random) => [
    ...content(meant, random),
    ...meant.calls.flatMap(({ name, input }, at) =>
      ["", ...random.cut(JSON.stringify(input))].map((json, place) => call(piece({ at, id: `id${at}`, name, json, isFirst: place === 0 }, random))),
    ),
    ...end(meant),
  ];

/** Calls that come whole. */
const whole =
  (form: (call: { at: number; name: string; input: object }) => Fields, reason?: string): Server =>
  (meant, random) => [
    ...random.cut(meant.thinking).map((piece) => delta({ reasoning: piece })),
    ...content(meant, random),
    ...meant.calls.map(({ name, input }, at) => call(form({ at, name, input }))),
    ...end(meant, reason),
  ];

export const chatServers: Readonly<Record<string, Server>> = {
  "OpenAI, calls laid into one another": byIndex(0),
  "a server that counts from 1": byIndex(1),
  "Gemini, whole calls at index 0": whole(({ at, name, input }) => ({
    index: 0,
    id: `function-call-${at}`,
    function: { name, arguments: JSON.stringify(input) },
  })),
  "Gemini, that ends with stop": whole(({ at, name, input }) => ({ index: 0, id: `f${at}`, function: { name, arguments: JSON.stringify(input) } }), "stop"),
  "Ollama, arguments as an object": whole(({ at, name, input }) => ({ index: at, id: `call_${at}`, function: { name, arguments: input } })),
  "arguments encoded twice": whole(({ at, name, input }) => ({
    index: at,
    id: `c${at}`,
    function: { name, arguments: JSON.stringify(JSON.stringify(input)) },
  })),
  "no index, whole calls": whole(({ at, name, input }) => ({ id: `c${at}`, function: { name, arguments: JSON.stringify(input) } })),
  "LMDeploy, index 0 and an empty id in the pieces": inTurn(({ id, name, json, isFirst }) =>
    isFirst ? { index: 0, id, function: { name, arguments: json } } : { index: 0, id: "", function: { name: null, arguments: json } },
  ),
  "SGLang, index 0 and the id in each piece": inTurn(({ id, name, json, isFirst }) => ({
    index: 0,
    id,
    function: { name: isFirst ? name : null, arguments: json },
  })),
  "no index, the id in each piece": inTurn(({ id, name, json, isFirst }) => ({ id, function: isFirst ? { name, arguments: json } : { arguments: json } })),
  "no index and no id but at the beginning": inTurn(({ id, name, json, isFirst }) =>
    isFirst ? { id, function: { name, arguments: json } } : { function: { arguments: json } },
  ),
  "vLLM, another id in each piece": inTurn(({ at, name, json, isFirst }, random) => ({
    index: at,
    id: `chatcmpl-tool-${random.next()}`,
    function: { name: isFirst ? name : undefined, arguments: json },
  })),
  "vLLM's gpt-oss, the name and another id in each piece": inTurn(({ at, name, json }, random) => ({
    index: at,
    id: `chatcmpl-tool-${random.next()}`,
    function: { name, arguments: json },
  })),
  "llama.cpp, the name in each piece": inTurn(({ at, id, name, json }) => ({ index: at, id, function: { name, arguments: json } })),
  "an id that comes late": inTurn(({ at, id, name, json, isFirst }) =>
    isFirst ? { index: at, function: { name, arguments: json } } : { index: at, id, function: { arguments: json } },
  ),
  "a name that comes late": inTurn(({ at, id, name, json, isFirst }) =>
    isFirst ? { index: at, id, function: { arguments: json } } : { index: at, function: { name, arguments: json } },
  ),
  "content as parts": (meant, random) => [
    ...random.cut(meant.thinking).map((piece) => delta({ content: [{ type: "thinking", thinking: [{ type: "text", text: piece }] }] })),
    ...random.cut(meant.text).map((piece) => delta({ content: [{ type: "text", text: piece }] })),
    ...byIndex(0)({ ...meant, thinking: "", text: "" }, random),
  ],
  OpenRouter: (meant, random) => [
    ...random.cut(meant.thinking).map((text) => delta({ content: "", reasoning: text, reasoning_details: [{ type: "reasoning.text", text, index: 0 }] })),
    delta({ content: "", reasoning_details: [{ type: "reasoning.text", signature: "SIG", index: 0 }] }),
    ...byIndex(0)({ ...meant, thinking: "" }, random),
  ],
  "thinking in the text": (meant, random) => byIndex(0)({ ...meant, thinking: "", text: `<think>${meant.thinking}</think>\n\n${meant.text}` }, random),
  "thinking in the text, as R1's template has it": (meant, random) =>
    byIndex(0)({ ...meant, thinking: "", text: `${meant.thinking}\n</think>\n\n${meant.text}` }, random),
  "harmony in the text": (meant, random) =>
    byIndex(0)(
      {
        ...meant,
        thinking: "",
        text: `<|channel|>analysis<|message|>${meant.thinking}<|end|><|start|>assistant<|channel|>final<|message|>${meant.text}<|return|>`,
      },
      random,
    ),
  "empty reasons, and a last event without its blank line": (meant, random) =>
    byIndex(0)(meant, random).map((data) => data.replace('"finish_reason":null', '"finish_reason":""')),
};

const block = (index: number, value: Fields): string => JSON.stringify({ type: "content_block_start", index, content_block: value });
const grow = (index: number, value: Fields): string => JSON.stringify({ type: "content_block_delta", index, delta: value });

function messages(indexOf: (at: number) => number, isWhole: boolean): Server {
  return (meant, random) => {
    const events = [JSON.stringify({ type: "message_start", message: { usage: { input_tokens: 9 } } })];
    let at = 0;
    if (meant.thinking !== "") {
      events.push(block(indexOf(at), { type: "thinking", thinking: "", signature: "" }));
      for (const thinking of random.cut(meant.thinking)) events.push(grow(indexOf(at), { type: "thinking_delta", thinking }));
      events.push(grow(indexOf(at), { type: "signature_delta", signature: "SIG" }));
      at++;
    }
    events.push(block(indexOf(at), { type: "text", text: "" }));
    for (const text of random.cut(meant.text)) events.push(grow(indexOf(at), { type: "text_delta", text }));
    for (const { name, input } of meant.calls) {
      at++;
      events.push(block(indexOf(at), { type: "tool_use", id: `toolu_${at}`, name, input: isWhole ? input : {} }));
      if (isWhole) continue;
      for (const partial_json of random.cut(JSON.stringify(input))) events.push(grow(indexOf(at), { type: "input_json_delta", partial_json }));
    }
    events.push(
      JSON.stringify({ type: "message_delta", delta: { stop_reason: meant.calls.length > 0 ? "tool_use" : "end_turn" }, usage: { output_tokens: 3 } }),
    );
    events.push(JSON.stringify({ type: "message_stop" }));
    return events;
  };
}

export const messageServers: Readonly<Record<string, Server>> = {
  Anthropic: messages((at) => at, false),
  "a proxy with one index for all": messages(() => 0, false),
  "a gateway that hands the input over whole": messages((at) => at, true),
};
