import { describe, expect, it } from "vitest";
import { charactersAToken, mostCallsAReply, streamBytesACall, streamBytesAToken } from "../bounds/bounds";
import { newSpent } from "../bounds/spent";
import type { ContentBlock } from "../conversation/sessionMessage";
import type { ModelReply, ToolCall } from "../model/model";
import { said, testLimits } from "./testing/turnContext";
import { estimateTokens } from "./tokenEstimate";
import { TurnMeter } from "./turnMeter";

const limits = { ...testLimits, maxOutputTokens: 100, maxInputTokens: 1_000, maxSteps: 3 };
const outputLimit = expect.objectContaining({ code: "output_limit", message: "The turn gave more than 100 tokens of output." }) as unknown;

function call(input: Readonly<Record<string, unknown>> = {}): ContentBlock {
  return { type: "tool_use", id: "t", name: "recall", input };
}

function reply(changes: Partial<ModelReply> = {}, content: readonly ContentBlock[] = []): ModelReply {
  return { text: "", toolCalls: [], stop: "end", message: { role: "assistant", content }, ...changes };
}

function calling(count: number): { readonly toolCalls: readonly ToolCall[] } {
  return { toolCalls: Array.from({ length: count }, (_, id) => ({ id: `t${id}`, name: "recall", input: {} })) };
}

/** Arguments of so many levels, with the block that holds them. */
function nested(levels: number): Readonly<Record<string, unknown>> {
  let value: Record<string, unknown> = {};
  for (let level = 3; level <= levels; level++) value = { a: value };
  return value;
}

function failure(act: () => void): unknown {
  try {
    act();
  } catch (error) {
    return error;
  }
  return undefined;
}

describe("a turn's meter", () => {
  it("lets a model be called until as much was read as may be", () => {
    const spent = newSpent();
    const meter = new TurnMeter(spent, limits);
    meter.read(999);
    meter.demandRoom();
    meter.read(1);
    expect(failure(() => meter.demandRoom())).toMatchObject({ code: "input_limit", message: "The turn gave the model more than 1000 tokens to read." });
    expect(spent.inputTokens).toBe(1_000);
  });

  it("lets a turn say as many characters as its tokens can hold, and not one more", () => {
    const meter = new TurnMeter(newSpent(), limits);
    meter.say(100 * charactersAToken - 1);
    meter.say(1);
    expect(failure(() => meter.say(1))).toEqual(outputLimit);
  });

  it("lets streams be as long as what may be said and the calls can be, and not one byte longer", () => {
    const spent = newSpent();
    const meter = new TurnMeter(spent, limits);
    meter.onBytes(100 * streamBytesAToken + 3 * streamBytesACall);
    expect(failure(() => meter.onBytes(1))).toEqual(outputLimit);
    expect(spent.streamBytes).toBe(100 * streamBytesAToken + 3 * streamBytesACall + 1);
  });

  it("counts what the provider told, and estimates what was read where it told nothing", () => {
    const spent = newSpent();
    const meter = new TurnMeter(spent, limits);
    const messages = [said("user", "How are you?")];
    meter.count(reply(), messages, 70, 30);
    expect([spent.inputTokens, meter.outputTokensLeft]).toEqual([70, 70]);
    meter.count(reply(), messages, 0, 20);
    expect([spent.inputTokens, meter.outputTokensLeft]).toEqual([70 + estimateTokens(messages), 50]);
    meter.count(reply(), messages, 1, 0);
    expect(spent.inputTokens).toBe(71 + estimateTokens(messages));
  });

  it("takes an answer that used up all that may be said, and none that would go on after it", () => {
    new TurnMeter(newSpent(), limits).count(reply(), [], 1, 100);
    new TurnMeter(newSpent(), limits).count(reply(calling(1)), [], 1, 99);
    for (const goesOn of [reply(calling(1)), reply({ stop: "pause" }), reply({ stop: "length" })]) {
      expect(failure(() => new TurnMeter(newSpent(), limits).count(goesOn, [], 1, 100))).toEqual(outputLimit);
    }
    expect(failure(() => new TurnMeter(newSpent(), limits).count(reply({ stop: "length" }), [], 1, 1))).toEqual(outputLimit);
    new TurnMeter(newSpent(), limits).count(reply({ stop: "pause" }), [], 1, 1);
  });

  it("takes as many calls as a reply may have, and not one more", () => {
    new TurnMeter(newSpent(), limits).count(reply(calling(mostCallsAReply)), [], 1, 1);
    expect(failure(() => new TurnMeter(newSpent(), limits).count(reply(calling(mostCallsAReply + 1)), [], 1, 1))).toEqual(outputLimit);
  });

  it("counts what a reply holds beside its text, which was counted as it came", () => {
    const spent = newSpent();
    const opaque: ContentBlock = { type: "opaque", data: { thinking: "hm" } };
    const signed: ContentBlock = { type: "text", text: "x".repeat(500), extra: { signature: "s" } };
    new TurnMeter(spent, limits).count(reply({}, [{ type: "text", text: "x".repeat(500) }, signed, opaque, call()]), [], 1, 1);
    expect(spent.characters).toBe(2 + JSON.stringify(signed.extra).length + JSON.stringify(opaque).length + JSON.stringify(call()).length);
  });

  it("takes arguments of thirty-two levels with their block, and none that are deeper", () => {
    const wide = { ...limits, maxOutputTokens: 1_000 };
    new TurnMeter(newSpent(), wide).count(reply({}, [call({ ...nested(32), text: null, list: [1, "x"] })]), [], 1, 1);
    expect(failure(() => new TurnMeter(newSpent(), wide).count(reply({}, [call(nested(33))]), [], 1, 1))).toMatchObject({
      code: "model_protocol",
      message: expect.stringContaining("nested too deeply") as unknown,
    });
  });
});
