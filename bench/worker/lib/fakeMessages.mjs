import { createServer } from "node:http";

// A Messages API on this machine: a tool call first, then an answer of 600 deltas (about 2,000 tokens), each a write
// of its own as a real API's are. Run as a process of its own, so that it does not share the load generator's time.
const deltas = 600;
const millisecondsBetween = Number(process.argv[2] ?? "4");
/** Each delta tells when it was sent, for measuring how long it takes to the reader. */
const isClock = process.argv[3] === "clock";
const words = "the quick brown fox jumps over a lazy dog while many others look on and wonder why it does so".split(" ");

function event(data) {
  return `event: ${data.type}\ndata: ${JSON.stringify(data)}\n\n`;
}

const start = event({
  type: "message_start",
  message: {
    id: "msg_01",
    type: "message",
    role: "assistant",
    model: "bench",
    content: [],
    stop_reason: null,
    stop_sequence: null,
    usage: { input_tokens: 900, cache_creation_input_tokens: 0, cache_read_input_tokens: 0, output_tokens: 1 },
  },
});

const toolCall = [
  start,
  event({ type: "content_block_start", index: 0, content_block: { type: "tool_use", id: "toolu_01", name: "send_message", input: {} } }),
  event({ type: "content_block_delta", index: 0, delta: { type: "input_json_delta", partial_json: '{"text":' } }),
  event({ type: "content_block_delta", index: 0, delta: { type: "input_json_delta", partial_json: '"On it."}' } }),
  event({ type: "content_block_stop", index: 0 }),
  event({ type: "message_delta", delta: { stop_reason: "tool_use", stop_sequence: null }, usage: { output_tokens: 30 } }),
  event({ type: "message_stop" }),
].map((it) => Buffer.from(it));

const answer = [
  start + event({ type: "content_block_start", index: 0, content_block: { type: "text", text: "" } }) + event({ type: "ping" }),
  ...Array.from({ length: deltas }, (_, index) => {
    const text = `${words[index % words.length]} ${words[(index * 7 + 3) % words.length]} ${words[(index * 5 + 1) % words.length]} `;
    return event({ type: "content_block_delta", index: 0, delta: { type: "text_delta", text } });
  }),
  event({ type: "content_block_stop", index: 0 }) +
    event({ type: "message_delta", delta: { stop_reason: "end_turn", stop_sequence: null }, usage: { output_tokens: 2000 } }) +
    event({ type: "message_stop" }),
].map((it) => Buffer.from(it));

const streaming = new Set();

setInterval(() => {
  for (const stream of streaming) {
    let piece = stream.pieces[stream.next++];
    if (isClock && piece?.includes("text_delta")) {
      piece = event({ type: "content_block_delta", index: 0, delta: { type: "text_delta", text: `${Date.now()} ` } });
    }
    if (piece === undefined) {
      streaming.delete(stream);
      stream.response.end();
    } else {
      stream.response.write(piece);
    }
  }
}, millisecondsBetween);

const server = createServer((request, response) => {
  let body = "";
  request.setEncoding("utf8");
  request.on("data", (piece) => (body += piece));
  request.on("end", () => {
    response.writeHead(200, { "content-type": "text/event-stream; charset=utf-8", "cache-control": "no-cache" });
    const stream = { response, next: 0, pieces: body.includes('"tool_result"') ? answer : toolCall };
    response.on("close", () => streaming.delete(stream));
    streaming.add(stream);
  });
});

server.keepAliveTimeout = 60_000;
server.listen(0, "127.0.0.1", () => process.send(server.address().port));
process.on("disconnect", () => process.exit());
