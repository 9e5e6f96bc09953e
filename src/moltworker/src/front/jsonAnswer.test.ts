import { describe, expect, it } from "vitest";
import type { RunEvent } from "../contract";
import { golden } from "../testing/golden";
import { parseRendered, render, splitRendered } from "../http/event";
import { jsonAnswer } from "./jsonAnswer";

const withoutComments = (text: string): string => text.replaceAll(/^:.*\n\n/gm, "");

describe("the golden streams", () => {
  it.each([...golden("streams")])("%s is what the Worker writes", (_, text) => {
    const events = parseRendered(withoutComments(text));
    expect(events.map((it, index) => render(index + 1, it)).join("")).toBe(withoutComments(text));
  });

  it("success.sse tells as JSON what success.json does", async () => {
    const response = jsonAnswer(parseRendered(withoutComments(golden("streams").get("success.sse")!)));
    expect(response.status).toBe(200);
    expect(await response.json()).toEqual(JSON.parse(golden("responses").get("success.json")!));
  });

  it("failed.sse tells as JSON a refusal", async () => {
    const response = jsonAnswer(parseRendered(withoutComments(golden("streams").get("failed.sse")!)));
    expect([response.status, response.headers.get("Retry-After")]).toEqual([503, "20"]);
  });

  it("silent.json is what a run without output tells", async () => {
    const expected = JSON.parse(golden("responses").get("silent.json")!) as { usage: never; sessionId: string };
    const response = jsonAnswer([
      { event: "usage", data: expected.usage },
      { event: "done", data: { sessionId: expected.sessionId, model: "demo" } },
    ]);
    expect(await response.json()).toEqual(expected);
  });
});

describe("a rendered run", () => {
  const nasty = ["\n\nid: 3\n", "\r\n", "\u2028", "event: done", "\ud800", '"\\'];
  const events: RunEvent[] = nasty.map((text) => ({ event: "delta", data: { text } }));
  const whole = events.map((it, index) => render(index + 1, it)).join("");

  it("has one line for each field, whatever the text", () => {
    for (const [index, it] of events.entries()) expect(render(index + 1, it).split(/\r\n|\r|\n/)).toHaveLength(5);
    expect(parseRendered(whole)).toEqual(events);
  });

  it("is cut between its events, however they look", () => {
    expect(splitRendered(whole)).toEqual(events.map((it, index) => render(index + 1, it)));
    expect(splitRendered("")).toEqual([]);
  });
});
