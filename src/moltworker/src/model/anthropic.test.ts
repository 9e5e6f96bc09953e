import { describe, expect, it } from "vitest";
import type { SessionMessage } from "../conversation/sessionMessage";
import { runTurn } from "../turn/runTurn";
import { outputs, plantedKey, said, testedAt, testTurn } from "../turn/testing/turnContext";
import { fakeApi, stream } from "./testing/fakeApi";
import { answer, toolCall } from "./testing/messages";

describe("the Anthropic provider", () => {
  it("asks the Messages API under its base URL, with the key in its header only", async () => {
    const api = fakeApi(stream(answer("Hi.")));
    await runTurn(testTurn(), api.fetch);
    const [request] = api.requests;
    expect(request?.url).toBe("https://model.test/v1/messages");
    expect(request?.init.redirect).toBe("manual");
    expect(new Headers(request?.init.headers).get("x-api-key")).toBe(plantedKey);
    expect(request?.body).toMatchObject({ model: "claude-test", stream: true, max_tokens: 8192 });
    expect(JSON.stringify(request?.body)).not.toContain(plantedKey);
  });

  it("marks for the provider's cache the system prompt, and where this request and those before it end", async () => {
    const api = fakeApi(stream(toolCall("list_tasks", {})), stream(toolCall("list_tasks", {})), stream(answer("None.")));
    await runTurn(testTurn({ history: [said("user", "Hi"), said("assistant", "Hello")] }), api.fetch);
    const marks = api.requests.map((request) => {
      const { system, messages } = request.body as { system: object[]; messages: { content: object[] }[] };
      return [system, ...messages.map(({ content }) => content)]
        .map((blocks) => blocks.map((block) => ("cache_control" in block ? "x" : ".")).join(""))
        .join(" ");
    });
    expect(marks).toEqual(["x x . .x", "x x . .x . x", "x x . .. . x . x"]);
  });

  it.each([
    ["no longer where turns are minutes apart", 240_000, { type: "ephemeral" }],
    ["for an hour where they are further apart", 1_800_000, { type: "ephemeral", ttl: "1h" }],
    ["not at all where they are rare", 7_200_000, undefined],
  ])("has it kept %s", async (_, gap, mark) => {
    const api = fakeApi(stream(answer("None.")));
    const turns = [3, 2, 1].flatMap((back) => [{ ...said("user", "Hi"), at: testedAt - back * gap }, said("assistant", "Hello")]);
    await runTurn(testTurn({ history: turns, model: { provider: "anthropic", name: "claude-test", apiKey: plantedKey } }), api.fetch);
    expect((api.requests[0]?.body["system"] as { cache_control?: object }[])[0]?.cache_control).toEqual(mark);
    expect(JSON.stringify(api.requests[0]?.body).split("cache_control")).toHaveLength(mark === undefined ? 1 : 4);
  });

  it.each([
    ["a server that is not known for it", "https://model.test", undefined, [undefined, undefined]],
    ["such a server that the stack says to be Claude's", "https://model.test", "claude", ["1h", "1h"]],
    ["AI Gateway", "https://gateway.ai.cloudflare.com/v1/account/gateway/anthropic", undefined, ["1h", "1h"]],
    ["a server that takes no marks", "https://api.anthropic.com", "claude-bare", []],
  ] as const)("asks %s for an hour only where it may", async (_, baseUrl, dialect, ttls) => {
    // Half an hour between the turns, and calls in each of them, so that five minutes pay too.
    const turns = [3, 2, 1].flatMap((back) => [
      { ...said("user", "Hi"), at: testedAt - back * 1_800_000 },
      ...["1", "2", "3", "4"].flatMap((id): SessionMessage[] => [
        { role: "assistant", content: [{ type: "tool_use", id, name: "list_tasks", input: {} }] },
        { role: "user", content: [{ type: "tool_result", toolUseId: id, content: "None." }] },
      ]),
      said("assistant", "Hello"),
    ]);
    const api = fakeApi(stream(answer("None.")));
    await runTurn(
      testTurn({ history: turns, model: { provider: "anthropic", name: "m", baseUrl, apiKey: plantedKey, ...(dialect !== undefined && { dialect }) } }),
      api.fetch,
    );
    const { system, messages } = api.requests[0]!.body as {
      system: { cache_control?: { ttl?: string } }[];
      messages: { content: { cache_control?: { ttl?: string } }[] }[];
    };
    const marks = [...system, ...messages.flatMap(({ content }) => content)].flatMap((block) => block.cache_control ?? []);
    expect([...new Set(marks.map(({ ttl }) => ttl))]).toEqual([...new Set(ttls)]);
    expect(marks.length > 0).toBe(ttls.length > 0);
  });

  it.each([
    ["begins in a lively group", 60_000, 3],
    ["begins in a group where little is said", 36_000_000, 1],
    ["is a group's first", undefined, 1],
  ])("has the first call of a session that %s kept only where it is likely read", async (_, ago, marks) => {
    const api = fakeApi(stream(answer("None.")));
    await runTurn(testTurn(ago === undefined ? {} : { lastAt: testedAt - ago }), api.fetch);
    expect(JSON.stringify(api.requests[0]?.body).split("cache_control")).toHaveLength(marks);
  });

  it.each([1, 2, 3, 7, 64])("reads a stream that comes in pieces of %i bytes", async (size) => {
    const bytes = new TextEncoder().encode(answer("Grüße, ", "世界 ", "👋🏽."));
    const pieces = Array.from({ length: Math.ceil(bytes.length / size) }, (_, index) => bytes.subarray(index * size, (index + 1) * size));
    const turn = testTurn();
    await runTurn(turn, fakeApi(stream(...pieces)).fetch);
    expect(outputs(turn)).toEqual(["Grüße, 世界 👋🏽."]);
  });

  it("reads lines that end in CRLF, comments, and fields without a space", async () => {
    const wire = `: hello\n${answer("Fine.").replaceAll("data: ", "data:")}`.replaceAll("\n", "\r\n");
    const turn = testTurn();
    await runTurn(turn, fakeApi(stream(wire)).fetch);
    expect(outputs(turn)).toEqual(["Fine."]);
  });

  it.each(["\r\n", "\r", "\n"])("reads lines that end in %j, cut anywhere", async (lineEnd) => {
    const wire = answer("One\r\ntwo.", " Three.").replaceAll("\n", lineEnd);
    for (let at = 0; at < wire.length; at++) {
      const turn = testTurn();
      await runTurn(turn, fakeApi(stream(wire.slice(0, at), wire.slice(at))).fetch);
      expect(outputs(turn), `cut at ${at}`).toEqual(["One\r\ntwo. Three."]);
    }
  });

  it("takes a call without an id, and its input without an index", async () => {
    const wire = toolCall("recall", { query: "dog" })
      .replace(/"id":"toolu_\d+",/, "")
      .replaceAll(/("content_block_delta"),"index":1/g, "$1");
    const api = fakeApi(stream(wire), stream(answer("None.")));
    const turn = testTurn();
    const { history } = await runTurn(turn, api.fetch);
    expect(outputs(turn)).toEqual(["None."]);
    expect(history[1]?.content).toMatchObject([{ name: "recall", input: { query: "dog" }, id: expect.stringMatching(/^[\w-]{5,64}$/) as unknown }]);
  });

  it.each([
    ["at its end alone", '"input_tokens":0', '{"input_tokens":10,"cache_read_input_tokens":70,"cache_creation_input_tokens":20,"output_tokens":20}'],
    [
      "twice, the second time with what its own tools read",
      '"input_tokens":40',
      '{"input_tokens":10,"cache_read_input_tokens":70,"cache_creation_input_tokens":20,"output_tokens":20}',
    ],
    [
      "twice, the second time less of it",
      '"input_tokens":10,"cache_read_input_tokens":70,"cache_creation_input_tokens":20',
      '{"input_tokens":10,"output_tokens":20}',
    ],
  ])("counts what came in where it is told %s", async (_, first, last) => {
    const wire = answer("Hi.").replace('"input_tokens":100', first).replace('{"output_tokens":20}', last);
    const turn = testTurn();
    await runTurn(turn, fakeApi(stream(wire)).fetch);
    expect(turn.usage).toMatchObject({ inputTokens: 100, cacheReadTokens: 70, cacheWriteTokens: 20, outputTokens: 20 });
  });

  it("counts cached input as input, and apart", async () => {
    const wire = answer("Hi.").replace('"input_tokens":100', '"input_tokens":10,"cache_read_input_tokens":70,"cache_creation_input_tokens":20');
    const turn = testTurn();
    await runTurn(turn, fakeApi(stream(wire)).fetch);
    expect(turn.usage).toMatchObject({ inputTokens: 100, cacheReadTokens: 70, cacheWriteTokens: 20 });
  });
});
