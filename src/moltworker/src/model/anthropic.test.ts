import { describe, expect, it } from "vitest";
import { runTurn } from "../turn/runTurn";
import { outputs, plantedKey, said, testTurn } from "../turn/testing/turnContext";
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

  it("marks what stays the same for the provider's cache: the system prompt, and the conversation so far", async () => {
    const api = fakeApi(stream(toolCall("list_tasks", {})), stream(answer("None.")));
    await runTurn(testTurn({ history: [said("user", "Hi"), said("assistant", "Hello")] }), api.fetch);
    const body = api.requests[1]?.body as { system: object[]; messages: { content: object[] }[] };
    expect(body.system.map((block) => "cache_control" in block)).toEqual([true, false]);
    expect(body.messages.flatMap(({ content }) => content.map((block) => "cache_control" in block))).toEqual([false, false, false, false, true]);
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

  it("counts cached input as input", async () => {
    const wire = answer("Hi.").replace('"input_tokens":100', '"input_tokens":10,"cache_read_input_tokens":70,"cache_creation_input_tokens":20');
    const turn = testTurn();
    await runTurn(turn, fakeApi(stream(wire)).fetch);
    expect(turn.usage.inputTokens).toBe(100);
  });
});
