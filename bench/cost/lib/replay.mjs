import { fileURLToPath } from "node:url";
import { createRequire } from "node:module";
import { carried } from "../../../src/moltworker/scripts/variants.mjs";
import { memory } from "./conversation.mjs";

const moltworker = fileURLToPath(new URL("../../../src/moltworker/", import.meta.url));

/** The Worker's own turn, in this process. */
async function loadTurn() {
  const { build } = createRequire(moltworker)("esbuild");
  const entry = `export { runTurn } from "./src/turn/runTurn"; export { testTurn } from "./src/turn/testing/turnContext";`;
  const { outputFiles } = await build({
    stdin: { contents: entry, resolveDir: moltworker },
    bundle: true,
    format: "esm",
    target: "es2024",
    define: carried({ providers: ["anthropic"], inOrder: false }),
    external: ["cloudflare:*"],
    write: false,
    logLevel: "error",
  });
  return import(`data:text/javascript;base64,${Buffer.from(outputFiles[0].contents).toString("base64")}`);
}

const { runTurn, testTurn } = await loadTurn();
/** Between the calls of one turn. */
const callMilliseconds = 6000;

/** Replays a conversation by the Worker's own turns. @param take is handed each request and its time, and tells what it billed. */
export async function replay(turns, take, historyTokens = 24_000) {
  let history = [];
  for (const { at, prompt, steps } of turns) {
    let now = at;
    const rest = [...steps];
    const outcome = await runTurn(
      testTurn({
        request: { prompt, metadata: { assistantName: "Andy", timezone: "Europe/Paris", memory, tasks: [], groups: [] } },
        at,
        // Its own address: what is kept for an hour is asked of servers that are known to take it.
        model: { provider: "anthropic", name: "bench", baseUrl: "https://api.anthropic.com/", apiKey: "bench" },
        limits: { maxInputTokens: 5_000_000, historyTokens },
        history,
      }),
      async (_, init) => {
        const body = JSON.parse(init.body);
        const usage = take(body, now);
        now += callMilliseconds;
        return new Response(wire(body.tools === undefined ? { answer: "They talked about trains, a cake and keys. ".repeat(20) } : rest.shift(), usage), {
          headers: { "content-type": "text/event-stream" },
        });
      },
    );
    history = JSON.parse(JSON.stringify(outcome.history));
  }
}

let calls = 0;

function wire({ tool, input, answer }, usage) {
  const block = tool === undefined ? { type: "text", text: "" } : { type: "tool_use", id: `toolu_${++calls}`, name: tool, input: {} };
  const delta = tool === undefined ? { type: "text_delta", text: answer } : { type: "input_json_delta", partial_json: JSON.stringify(input) };
  return [
    { type: "message_start", message: { usage: { ...usage, output_tokens: 1 } } },
    { type: "content_block_start", index: 0, content_block: block },
    { type: "content_block_delta", index: 0, delta },
    { type: "content_block_stop", index: 0 },
    { type: "message_delta", delta: { stop_reason: tool === undefined ? "end_turn" : "tool_use" }, usage: { output_tokens: 100 } },
    { type: "message_stop" },
  ]
    .map((data) => `event: ${data.type}\ndata: ${JSON.stringify(data)}\n\n`)
    .join("");
}
