import { describe, expect, it } from "vitest";
import { said } from "./testing/turnContext";
import { estimateTokens } from "./tokenEstimate";

const of = (text: string): number => estimateTokens([said("user", text)]) - estimateTokens([said("user", "")]);

describe("the estimate of a text's tokens", () => {
  it.each([
    ["English", "The dog has a walk at five.", 9],
    ["Chinese", "狗五点去散步。", 7],
    ["Japanese", "犬は五時に散歩します。", 11],
    ["Korean", "개는 다섯 시에 산책합니다", 12],
    ["emoji", "🐕🐕", 4],
  ])("of %s is not below what a tokenizer makes of it", (_, text, least) => {
    expect(of(text)).toBeGreaterThanOrEqual(least);
    expect(of(text)).toBeLessThanOrEqual(least + 2);
  });

  it("counts the blocks of tools as well", () => {
    const use = estimateTokens([{ role: "assistant", content: [{ type: "tool_use", id: "t", name: "recall", input: { query: "x".repeat(300) } }] }]);
    const result = estimateTokens([{ role: "user", content: [{ type: "tool_result", toolUseId: "t", content: "x".repeat(300) }] }]);
    expect(use).toBeGreaterThan(100);
    expect(result).toBeGreaterThanOrEqual(100);
  });
});
