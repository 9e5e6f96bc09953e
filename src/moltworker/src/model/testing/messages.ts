/** Events of Anthropic's Messages API, as they come over the wire. */
export function event(data: { readonly type: string } & Record<string, unknown>): string {
  return `event: ${data.type}\ndata: ${JSON.stringify(data)}\n\n`;
}

export const start = event({
  type: "message_start",
  message: { id: "msg_1", role: "assistant", content: [], usage: { input_tokens: 100, output_tokens: 1 } },
});
export const ping = event({ type: "ping" });
export const stop = event({ type: "message_stop" });

export function text(value: string, index = 0): string {
  return event({ type: "content_block_delta", index, delta: { type: "text_delta", text: value } });
}

export function textStart(index = 0): string {
  return event({ type: "content_block_start", index, content_block: { type: "text", text: "" } });
}

export function blockStop(index = 0): string {
  return event({ type: "content_block_stop", index });
}

export function end(stopReason: string, outputTokens = 20): string {
  return event({ type: "message_delta", delta: { stop_reason: stopReason, stop_sequence: null }, usage: { output_tokens: outputTokens } });
}

export function answer(...pieces: readonly string[]): string {
  return [start, textStart(), ping, ...pieces.map((piece) => text(piece)), blockStop(), end("end_turn"), stop].join("");
}

export function toolCall(name: string, input: object, said = ""): string {
  const json = JSON.stringify(input);
  const middle = Math.ceil(json.length / 2);
  return [
    start,
    ...(said === "" ? [] : [textStart(), text(said), blockStop()]),
    toolStart(name, 1),
    toolJson(json.slice(0, middle), 1),
    toolJson(json.slice(middle), 1),
    blockStop(1),
    end("tool_use"),
    stop,
  ].join("");
}

let calls = 0;

export function toolStart(name: string, index: number): string {
  calls += 1;
  return event({ type: "content_block_start", index, content_block: { type: "tool_use", id: `toolu_${calls}`, name, input: {} } });
}

export function toolJson(json: string, index: number): string {
  return event({ type: "content_block_delta", index, delta: { type: "input_json_delta", partial_json: json } });
}
