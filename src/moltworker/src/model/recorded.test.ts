import { describe, expect, it } from "vitest";
import type { TurnErrorCode } from "../conversation/turnError";
import { runTurn } from "../turn/runTurn";
import { actions, failureOf, outputs } from "../turn/testing/turnContext";
import { recorded, replay } from "./testing/recorded";

interface Right {
  readonly says?: string;
  readonly sends?: readonly string[];
  readonly fails?: TurnErrorCode;
  /** In the second request. */
  readonly goesBack?: string;
  readonly requests?: number;
}

const right: Readonly<Record<string, Right>> = {
  "messages-context-window-exceeded": { fails: "model_refused" },
  "messages-pause-turn": { says: "Searching|Found.", requests: 2, goesBack: '{"role":"assistant","content":[{"type":"text","text":"Searching"' },
  "messages-input-whole-in-block-start": { sends: ["hi"], says: "Fine." },
  "messages-server-tool": { says: "Found." },
  "messages-index-used-twice": { sends: ["one", "two"], says: "Fine.", goesBack: '{"type":"tool_use","id":"t2","name":"send_message","input":{"text":"two"}}' },
  "messages-lone-surrogate": { says: "a \ufffd b" },
  "chat-parallel-calls-all-index-0": { sends: ["one", "two"], says: "Fine.", goesBack: '"tool_call_id":"function-call-2"' },
  "chat-parallel-calls-index-0-in-one-chunk": { sends: ["two"], says: "Fine.", goesBack: '"tool_call_id":"a1"' },
  "chat-parallel-calls-without-index-or-id": { sends: ["one", "two"], says: "Fine." },
  "chat-id-in-each-piece-without-index": { sends: ["hi"], says: "Fine." },
  "chat-arguments-object": { sends: ["hi"], says: "Fine." },
  "chat-arguments-null-as-text": { says: "Fine.", goesBack: "There are no tasks." },
  "chat-arguments-encoded-twice": { sends: ["hi"], says: "Fine." },
  "chat-empty-finish-reason-then-cut": { fails: "model_protocol" },
  "chat-error-beside-choices": { fails: "model_unavailable" },
  "chat-error-in-choice": { fails: "model_unavailable" },
  "chat-error-object-then-done": { fails: "model_refused" },
  "chat-reasoning-content": { says: "Fine.", goesBack: '"reasoning_content":"Let me think."' },
  "chat-thought-signature": { says: "Fine.", goesBack: '"extra_content":{"google":{"thought_signature":"SIG=="}}' },
  "chat-think-tags": { says: "Hello!" },
  "chat-tool-call-as-text": { fails: "model_protocol" },
  "chat-content-as-parts": { says: "Hello" },
  "chat-no-blank-line-at-end": { says: "Fine." },
  "chat-done-with-a-blank": { says: "Fine." },
  "chat-refusal-field": { fails: "model_refused" },
};

describe("a reply as it was reported", () => {
  it("stands in this table, each of them", () => {
    expect([...recorded].sort()).toEqual(Object.keys(right).sort());
  });

  it.each(Object.entries(right))("%s", async (name, { says, sends = [], fails, goesBack, requests }) => {
    const { turn, api } = replay(name);
    if (fails === undefined) await runTurn(turn, api.fetch);
    else expect((await failureOf(turn, api.fetch)).code).toBe(fails);
    expect(outputs(turn).join("|")).toBe(says ?? "");
    const sent = actions(turn).filter((action) => action.name === "send_message");
    expect(sent.map((action) => action.arguments)).toEqual(sends.map((text) => ({ text })));
    expect(JSON.stringify(turn.events)).not.toMatch(/PIN|think|tool_call/);
    if (goesBack !== undefined) expect(JSON.stringify(api.requests[1]?.body)).toContain(goesBack);
    if (requests !== undefined) expect(api.requests).toHaveLength(requests);
  });
});
