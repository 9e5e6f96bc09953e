import { describe, expect, it } from "vitest";
import type { SessionMessage } from "../conversation/sessionMessage";
import { runTurn } from "../turn/runTurn";
import { outputs, testTurn, type TurnChanges } from "../turn/testing/turnContext";
import type { ModelSettings } from "./modelSettings";
import { originOf } from "./origin";
import { told } from "./shares";
import { chatAnswer, chatUsage, delta } from "./testing/chatChunks";
import { type Answer, status, stream } from "./testing/fakeApi";
import { answer, blockStop, event, start, toolCall } from "./testing/messages";
import { anthropic, apis, openai } from "./testing/severalModels";

describe("a model that goes on for another", () => {
  /** A reply with thinking and a call, as it is kept. */
  const reply = (from: ModelSettings): SessionMessage => ({
    role: "assistant",
    from: originOf(from),
    content: [
      { type: "opaque", data: { type: "thinking", thinking: "hm", signature: "SIGNED" } },
      { type: "tool_use", id: "toolu_1", name: "list_tasks", input: {} },
    ],
  });

  it("gets no thinking of it, within the turn too, and stays to the turn's end", async () => {
    const first = [
      start,
      event({ type: "content_block_start", index: 0, content_block: { type: "thinking", thinking: "hm", signature: "SIGNED" } }),
      blockStop(),
      toolCall("list_tasks", {}).slice(start.length),
    ].join("");
    const { at, fetch } = apis({
      first: [stream(first), status(500)],
      second: [
        stream(
          `${delta({ reasoning_content: "ha", tool_calls: [{ index: 0, id: "call_x", function: { name: "list_tasks", arguments: "{}" } }] })}${delta({}, "tool_calls")}${chatUsage}data: [DONE]\n\n`,
        ),
        stream(chatAnswer("Done.")),
      ],
    });
    const turn = testTurn({ models: [anthropic("first"), openai("second")] });
    await runTurn(turn, fetch);
    expect(outputs(turn)).toEqual(["Done."]);
    expect(at["first"]?.requests).toHaveLength(2);
    expect(JSON.stringify(at["first"]?.requests[1]?.body)).toContain("SIGNED");
    expect(at["second"]?.requests).toHaveLength(2);
    expect(JSON.stringify(at["second"]?.requests.map((it) => it.body))).not.toContain("SIGNED");
    expect(JSON.stringify(at["second"]?.requests[1]?.body)).toContain('"reasoning_content":"ha"');
    expect(told(turn.usage)).toMatchObject({
      model: "second",
      inputTokens: 118,
      outputTokens: 26,
      models: [
        { model: "first", inputTokens: 100, outputTokens: 20, cacheReadTokens: 0, cacheWriteTokens: 0 },
        { model: "second", inputTokens: 18, outputTokens: 6 },
      ],
    });
  });

  it("goes on after a restart, and gets its own back", async () => {
    const models = [anthropic("first"), anthropic("second")];
    const begun = {
      shown: "",
      messages: [
        { role: "user", content: [{ type: "text", text: "Hi" }] },
        reply(models[1]!),
        { role: "user", content: [{ type: "tool_result", toolUseId: "toolu_1", content: "None." }] },
      ] satisfies SessionMessage[],
    };
    const { at, fetch } = apis({ first: [stream(answer("First."))], second: [stream(answer("Second."))] });
    const turn = testTurn({ models, begun });
    Object.assign(turn.usage, {
      steps: 2,
      model: "second",
      inputTokens: 50,
      outputTokens: 5,
      models: [{ model: "first", inputTokens: 20, cacheReadTokens: 0, cacheWriteTokens: 0, outputTokens: 1 }],
    });
    await runTurn(turn, fetch);
    expect(outputs(turn)).toEqual(["Second."]);
    expect(at["first"]?.requests).toHaveLength(0);
    expect(JSON.stringify(at["second"]?.requests[0]?.body)).toContain("SIGNED");
    expect(told(turn.usage).models).toMatchObject([
      { model: "first", inputTokens: 20 },
      { model: "second", inputTokens: 130, outputTokens: 24 },
    ]);
  });

  it("counts what a call used that broke off as the other's", async () => {
    const { fetch } = apis({ first: [stream(start, new Error("reset"))], second: [stream(answer("Hi."))] });
    const turn = testTurn({ models: [anthropic("first"), anthropic("second")] });
    await runTurn(turn, fetch);
    expect(told(turn.usage).models).toMatchObject([
      { model: "first", inputTokens: 100 },
      { model: "second", inputTokens: 100, outputTokens: 20 },
    ]);
  });

  it("has the same marks for the provider's cache as if it had been asked first", async () => {
    const history: SessionMessage[] = [
      { role: "user", content: [{ type: "text", text: "Hi" }] },
      { role: "assistant", content: [{ type: "text", text: "Hello" }] },
    ];
    const ask = async (answers: Answer, more: TurnChanges): Promise<unknown> => {
      const { at, fetch } = apis({ first: [answers], second: [stream(answer("Hi."))] });
      await runTurn(testTurn({ history, ...more }), fetch);
      return at["second"]?.requests[0]?.body;
    };
    const models = [anthropic("first"), anthropic("second")];
    expect(await ask(status(500), { models })).toEqual(await ask(status(500), { models: [models[1]!] }));
  });
});
