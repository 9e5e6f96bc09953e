import { describe, expect, it } from "vitest";
import type { SessionMessage } from "../conversation/sessionMessage";
import { runTurn } from "../turn/runTurn";
import { failureOf, said, testTurn, type TestTurn } from "../turn/testing/turnContext";
import type { DialectName } from "./dialect";
import { type Answer, type FakeApi, fakeApi, stream } from "./testing/fakeApi";
import { answer, blockStop, end, event, start, stop, text, textStart, toolJson } from "./testing/messages";

type Place = { readonly provider: "openai" | "anthropic"; readonly baseUrl: string; readonly name?: string; readonly dialect?: DialectName };

const here: Place = { provider: "openai", baseUrl: "https://one.test/v1" };
const anthropic: Place = { provider: "anthropic", baseUrl: "https://claude.test" };

const chat = (...deltas: object[]): Answer =>
  stream(
    [
      ...deltas.map((delta) => `data: ${JSON.stringify({ choices: [{ index: 0, delta, finish_reason: null }] })}\n\n`),
      'data: {"choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}\n\n',
      "data: [DONE]\n\n",
    ].join(""),
  );
const call = (id: string, more: object = {}): object => ({ tool_calls: [{ index: 0, id, function: { name: "list_tasks", arguments: "{}" }, ...more }] });

function at({ provider, baseUrl, name = "m", dialect }: Place, history: readonly SessionMessage[] = []): TestTurn {
  return testTurn({ history, model: { provider, name, baseUrl, apiKey: "key", ...(dialect === undefined ? {} : { dialect }) } });
}

/** A reply with a call, told as `deltas`, and the session it leaves. */
async function sessionOf(place: Place, first: Answer): Promise<{ history: readonly SessionMessage[]; api: FakeApi }> {
  const api = fakeApi(first, place.provider === "openai" ? chat({ content: "Fine." }) : stream(answer("Fine.")));
  const { history } = await runTurn(at(place), api.fetch);
  return { history, api };
}

async function nextRequest(place: Place, history: readonly SessionMessage[]): Promise<string> {
  const api = fakeApi(place.provider === "openai" ? chat({ content: "Hi." }) : stream(answer("Hi.")));
  await runTurn(at(place, history), api.fetch);
  return String(api.requests[0]?.init.body);
}

const blocks = [
  start,
  event({ type: "content_block_start", index: 0, content_block: { type: "thinking", thinking: "", signature: "" } }),
  event({ type: "content_block_delta", index: 0, delta: { type: "thinking_delta", thinking: "Let " } }),
  event({ type: "content_block_delta", index: 0, delta: { type: "thinking_delta", thinking: "me see." } }),
  event({ type: "content_block_delta", index: 0, delta: { type: "signature_delta", signature: "SIG" } }),
  blockStop(0),
  event({ type: "content_block_start", index: 1, content_block: { type: "redacted_thinking", data: "XXX" } }),
  event({ type: "content_block_start", index: 2, content_block: { type: "server_tool_use", id: "srv", name: "web_search", input: {} } }),
  toolJson('{"query":', 2),
  toolJson('"x"}', 2),
  event({
    type: "content_block_start",
    index: 3,
    content_block: { type: "web_search_tool_result", tool_use_id: "srv", content: [{ type: "web_search_result", encrypted_content: "ENC" }] },
  }),
  textStart(4),
  text("Found.", 4),
  event({ type: "content_block_delta", index: 4, delta: { type: "citations_delta", citation: { type: "web_search_result_location", encrypted_index: "E1" } } }),
  event({ type: "content_block_start", index: 5, content_block: { type: "tool_use", id: "toolu_1", name: "list_tasks", input: {} } }),
  end("tool_use"),
  stop,
].join("");

describe("what belongs to a reply", () => {
  it("goes back block for block, in its order, as Anthropic streamed it", async () => {
    const { api } = await sessionOf(anthropic, stream(blocks));
    const messages = api.requests[1]?.body["messages"] as { content: object[] }[];
    expect(messages[1]?.content).toEqual([
      { type: "thinking", thinking: "Let me see.", signature: "SIG" },
      { type: "redacted_thinking", data: "XXX" },
      { type: "server_tool_use", id: "srv", name: "web_search", input: { query: "x" } },
      { type: "web_search_tool_result", tool_use_id: "srv", content: [{ type: "web_search_result", encrypted_content: "ENC" }] },
      { type: "text", text: "Found.", citations: [{ type: "web_search_result_location", encrypted_index: "E1" }] },
      { type: "tool_use", id: "toolu_1", name: "list_tasks", input: {} },
    ]);
  });

  it.each<[string, object[], object]>([
    ["DeepSeek", [{ reasoning_content: "Let " }, { reasoning_content: "me see." }, call("c")], { reasoning_content: "Let me see." }],
    ["Groq, Ollama", [{ reasoning: "Let " }, { reasoning: "me see." }, call("c")], { reasoning: "Let me see." }],
    [
      "OpenRouter",
      [
        { reasoning_details: [{ type: "reasoning.text", text: "Let ", index: 0, format: "anthropic-claude-v1" }] },
        {
          reasoning_details: [
            { type: "reasoning.text", text: "me see.", index: 0 },
            { type: "reasoning.encrypted", data: "E", id: "r1", index: 1 },
          ],
        },
        { reasoning_details: [{ type: "reasoning.text", signature: "SIG", index: 0 }] },
        call("c"),
      ],
      {
        reasoning_details: [
          { type: "reasoning.text", text: "Let me see.", index: 0, format: "anthropic-claude-v1", signature: "SIG" },
          { type: "reasoning.encrypted", data: "E", id: "r1", index: 1 },
        ],
      },
    ],
    [
      "LiteLLM",
      [
        { thinking_blocks: [{ type: "thinking", thinking: "Let ", signature: null }] },
        { thinking_blocks: [{ type: "thinking", thinking: "me see.", signature: null }] },
        { thinking_blocks: [{ type: "thinking", thinking: "", signature: "SIG" }] },
        { thinking_blocks: [{ type: "thinking", thinking: "More.", signature: null }] },
        call("c"),
      ],
      {
        thinking_blocks: [
          { type: "thinking", thinking: "Let me see.", signature: "SIG" },
          { type: "thinking", thinking: "More." },
        ],
      },
    ],
    [
      "Mistral",
      [
        { content: [{ type: "thinking", thinking: [{ type: "text", text: "Let " }] }] },
        { content: [{ type: "thinking", thinking: [{ type: "text", text: "me see." }] }] },
        { content: [{ type: "text", text: "One moment." }] },
        call("c"),
      ],
      {
        content: [
          { type: "thinking", thinking: [{ type: "text", text: "Let me see." }] },
          { type: "text", text: "One moment." },
        ],
      },
    ],
    [
      "Gemini, of a call",
      [call("c", { extra_content: { google: { thought_signature: "SIG" } } })],
      { tool_calls: [{ extra_content: { google: { thought_signature: "SIG" } } }] },
    ],
    [
      "Gemini, of a text",
      [{ content: "Hm.", extra_content: { google: { thought_signature: "SIG" } } }, call("c")],
      { extra_content: { google: { thought_signature: "SIG" } } },
    ],
  ])("goes back with it to %s, in the turn and in the next", async (_, deltas, expected) => {
    const { history, api } = await sessionOf(here, chat(...deltas));
    expect((api.requests[1]?.body["messages"] as object[])[2]).toMatchObject(expected);
    expect((JSON.parse(await nextRequest(here, history)) as { messages: object[] }).messages[2]).toMatchObject(expected);
  });

  it("is left out where another model goes on, or another place, and the ids are new", async () => {
    const kept = [
      await sessionOf(anthropic, stream(blocks)),
      await sessionOf(
        here,
        chat(
          { reasoning_content: "Let me see." },
          { reasoning_details: [{ type: "reasoning.text", text: "Hm", index: 0 }] },
          call("functions.list_tasks:0", { extra_content: { google: { thought_signature: "SIG" } } }),
        ),
      ),
    ];
    for (const { history } of kept) {
      for (const place of [
        { ...here, name: "other" },
        { ...here, baseUrl: "https://two.test/v1" },
        { ...anthropic, name: "other" },
        { ...anthropic, baseUrl: "https://two.test" },
      ]) {
        const body = await nextRequest(place, history);
        const { messages } = JSON.parse(body) as { messages: { role: string }[] };
        expect(JSON.stringify(messages.filter(({ role }) => role !== "system"))).not.toMatch(/Let me see|SIG|XXX|ENC|E1|srv|reasoning|toolu_1|functions/);
        expect(body.match(/call00001/g)).toHaveLength(2);
        expect(await nextRequest(place, history)).toBe(body);
      }
    }
  });

  it("has a bound, and a reply that carries more fails", async () => {
    expect(
      await failureOf(at(here), fakeApi(chat({ reasoning_content: "x".repeat(200_000) }, { reasoning_content: "y".repeat(100_000) }, call("c"))).fetch),
    ).toMatchObject({ code: "output_limit" });
  });

  it("shows no thought of Gemini's, which comes as text", async () => {
    const turn = at(here);
    await runTurn(turn, fakeApi(chat({ content: "The PIN", extra_content: { google: { thought: true } } }, { content: "Hi." })).fetch);
    expect(JSON.stringify(turn.events)).not.toContain("PIN");
  });
});

describe("a request", () => {
  const used: SessionMessage[] = [
    said("user", "Tasks?"),
    {
      role: "assistant",
      from: "elsewhere",
      content: [
        { type: "opaque", data: { type: "thinking" } },
        { type: "tool_use", id: "toolu/1", name: "list tasks!", input: {} },
      ],
    },
    { role: "user", content: [{ type: "tool_result", toolUseId: "toolu/1", content: "None." }] },
    { role: "assistant", from: "elsewhere", content: [{ type: "opaque", data: { type: "thinking" } }] },
    said("user", "And now?"),
  ];

  it.each<[string, Place, (body: Record<string, unknown>) => void]>([
    ["a server that nothing is known of", here, (body) => expect(body).toMatchObject({ max_tokens: 8192, stream_options: { include_usage: true } })],
    [
      "OpenAI",
      { provider: "openai", baseUrl: "https://api.openai.com/v1" },
      (body) => expect(body).toMatchObject({ max_completion_tokens: 8192, stream_options: { include_usage: true }, prompt_cache_key: "nanoclaw-family" }),
    ],
    ["Azure", { provider: "openai", baseUrl: "https://mine.openai.azure.com/openai/v1" }, (body) => expect(body).toHaveProperty("max_completion_tokens")],
    [
      "OpenAI behind AI Gateway",
      { provider: "openai", baseUrl: "https://gateway.ai.cloudflare.com/v1/a/g/openai" },
      (body) => expect(body).toHaveProperty("max_completion_tokens"),
    ],
    ["Mistral", { provider: "openai", baseUrl: "https://api.mistral.ai/v1" }, (body) => expect(body).not.toHaveProperty("stream_options")],
    ["Mistral's dialect elsewhere", { ...here, dialect: "mistral" }, (body) => expect(body).not.toHaveProperty("stream_options")],
    [
      "Gemini",
      { provider: "openai", baseUrl: "https://generativelanguage.googleapis.com/v1beta/openai" },
      (body) => expect(JSON.stringify(body)).toContain('"thought_signature":"skip_thought_signature_validator"'),
    ],
    ["DeepSeek", { provider: "openai", baseUrl: "https://api.deepseek.com" }, (body) => expect(JSON.stringify(body)).toContain('"reasoning_content":" "')],
    [
      "a host that only looks like OpenAI",
      { provider: "openai", baseUrl: "https://notapi.openai.com.test/v1" },
      (body) => expect(body).toHaveProperty("max_tokens"),
    ],
  ])("to %s has what it takes", async (_, place, check) => {
    const body = JSON.parse(await nextRequest(place, used)) as Record<string, unknown>;
    check(body);
    if (!("max_completion_tokens" in body)) expect(body).not.toHaveProperty("prompt_cache_key");
    // Nine letters or digits are what every API takes.
    expect(JSON.stringify(body).match(/"(?:id|tool_call_id)":"call00001"/g)).toHaveLength(2);
    expect(JSON.stringify(body)).toContain('"name":"list_tasks_"');
    for (const word of ["parallel_tool_calls", "toolu", "thinking"]) expect(JSON.stringify(body)).not.toContain(word);
  });

  it("grows at its end only, whatever the ids are", async () => {
    const body = await nextRequest(anthropic, used);
    const longer = await nextRequest(anthropic, [...used, said("assistant", "Hi."), said("user", "Again")]);
    const until = (json: string): string => json.slice(json.indexOf('"messages"'), json.indexOf("And now?"));
    expect(until(longer)).toBe(until(body));
  });

  it("tells calls apart that were given one id in two replies", async () => {
    const twice = (id: string): SessionMessage[] => [
      { role: "assistant", from: "x", content: [{ type: "tool_use", id, name: "recall", input: {} }] },
      { role: "user", content: [{ type: "tool_result", toolUseId: id, content: "." }] },
    ];
    const body = await nextRequest(anthropic, [said("user", "a"), ...twice("0"), ...twice("0"), said("assistant", "Hi.")]);
    expect(body.match(/call0000\d/g)).toEqual(["call00001", "call00001", "call00002", "call00002"]);
  });

  it("is well-formed, though the session and a tool's result are not", async () => {
    for (const place of [here, anthropic]) {
      const body = await nextRequest(place, [said("user", "half \ud83d and \\ud83d"), said("assistant", "\udc00\ud83d \u{1f600}")]);
      expect(body).toContain("half \ufffd and \\\\ud83d");
      expect(body).toContain("\ufffd\ufffd \u{1f600}");
    }
  });
});
