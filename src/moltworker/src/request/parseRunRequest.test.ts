import { describe, expect, it } from "vitest";
import type { RunRequest } from "../contract";
import { Refusal } from "../http/refusal";
import { golden } from "../testing/golden";
import { parseRunRequest } from "./parseRunRequest";

const minimal = { prompt: "Hello", groupFolder: "family", chatJid: "123@g.us", isMain: false };
const task = { id: "t", groupFolder: "family", prompt: "p", scheduleType: "cron", scheduleValue: "* * * * *", status: "active", nextRun: null };

function parse(body: unknown): RunRequest {
  return parseText(JSON.stringify(body));
}

function parseText(text: string): RunRequest {
  return parseRunRequest(new TextEncoder().encode(text));
}

function refusal(act: () => unknown): Refusal {
  try {
    act();
  } catch (error) {
    if (error instanceof Refusal) return error;
    throw error;
  }
  throw new Error("it was taken");
}

it("fills in what may be left out", () => {
  expect(parse(minimal)).toEqual({
    ...minimal,
    isScheduledTask: false,
    metadata: { assistantName: "Andy", timezone: "UTC", tasks: [], groups: [] },
  });
});

it("takes null for no session", () => {
  expect(parse({ ...minimal, sessionId: null }).sessionId).toBeUndefined();
});

it("takes text that ends in the middle of a character, and makes it sound", () => {
  expect(parseText('{"prompt":"a\\ud83d","groupFolder":"family","chatJid":"1","isMain":false}').prompt).toBe("a\ufffd");
});

describe("refuses, and names", () => {
  it.each<[string, unknown]>([
    ["prompt", { ...minimal, prompt: undefined }],
    ["prompt", { ...minimal, prompt: "" }],
    ["prompt", { ...minimal, prompt: " \n\t\u00a0\ufeff" }],
    ["prompt", { ...minimal, prompt: ["Hello"] }],
    ["sessionId", { ...minimal, sessionId: "" }],
    ["sessionId", { ...minimal, sessionId: "a b" }],
    ["sessionId", { ...minimal, sessionId: "a".repeat(65) }],
    ["sessionId", { ...minimal, sessionId: "abc\n" }],
    ["groupFolder", { ...minimal, groupFolder: undefined }],
    ["groupFolder", { ...minimal, groupFolder: "global" }],
    ["groupFolder", { ...minimal, groupFolder: "_x" }],
    ["groupFolder", { ...minimal, groupFolder: "a".repeat(65) }],
    ["groupFolder", { ...minimal, groupFolder: "a/b" }],
    ["groupFolder", { ...minimal, groupFolder: "family\n" }],
    ["chatJid", { ...minimal, chatJid: "" }],
    ["chatJid", { ...minimal, chatJid: "a\u0000b" }],
    ["chatJid", { ...minimal, chatJid: "a\u009fb" }],
    ["chatJid", { ...minimal, chatJid: "a".repeat(257) }],
    ["isMain", { ...minimal, isMain: undefined }],
    ["isMain", { ...minimal, isMain: "true" }],
    ["isScheduledTask", { ...minimal, isScheduledTask: 1 }],
    ["isScheduledTask", { ...minimal, isScheduledTask: null }],
    ["metadata", { ...minimal, metadata: [] }],
    ["metadata", { ...minimal, metadata: null }],
    ["metadata.assistantName", { ...minimal, metadata: { assistantName: "" } }],
    ["metadata.timezone", { ...minimal, metadata: { timezone: "Mars/Olympus" } }],
    ["metadata.timezone", { ...minimal, metadata: { timezone: "+01:00" } }],
    ["metadata.fetch", { ...minimal, metadata: { fetch: "all" } }],
    ["metadata.fetch", { ...minimal, metadata: { fetch: null } }],
    ["metadata.memory", { ...minimal, metadata: { memory: "a".repeat(65_537) } }],
    ["metadata.tasks", { ...minimal, metadata: { tasks: {} } }],
    ["metadata.promt", { ...minimal, metadata: { promt: 1 } }],
    ["constructor", { ...minimal, constructor: {} }],
  ])("%s", (name, body) => {
    const { code, status, message } = refusal(() => parse(body));
    expect([status, code]).toEqual([400, "invalid_request"]);
    expect(message.split(/[ .]+(?=must|$)|^There is no field /)).toContain(name);
  });

  it("__proto__ as a field like any other", () => {
    const { message } = refusal(() => parseText('{"__proto__":{"isMain":true},"prompt":"Hello","groupFolder":"family","chatJid":"1"}'));
    expect(message).toBe("There is no field __proto__.");
  });
});

describe("passes over, and reads the rest", () => {
  const group = { jid: "1", name: "n", folder: null };

  it.each<[string, unknown, number, number]>([
    ["metadata.tasks[1] must be an object.", { tasks: [task, null, task] }, 2, 0],
    ["metadata.tasks[0].status must be one of active, paused, completed.", { tasks: [{ ...task, status: "running" }, task] }, 1, 0],
    ["metadata.tasks[0].nextRun must be an ISO 8601 time with its offset, or null.", { tasks: [{ ...task, nextRun: "tomorrow" }] }, 0, 0],
    ["There is no field metadata.tasks[0].extra.", { tasks: [{ ...task, extra: 1 }] }, 0, 0],
    ["metadata.tasks has 201 items, and 200 are read.", { tasks: Array(201).fill(task) }, 200, 0],
    ["metadata.groups has 501 items, and 500 are read.", { groups: Array(501).fill(group) }, 0, 500],
    ["metadata.groups[0].folder must be a group's folder, or null.", { groups: [{ ...group, folder: "../x" }, group] }, 0, 1],
  ])("%s", (warning, metadata, tasks, groups) => {
    const warnings: string[] = [];
    const read = parseRunRequest(new TextEncoder().encode(JSON.stringify({ ...minimal, metadata })), (told) => warnings.push(told)).metadata;
    expect([warnings, read.tasks.length, read.groups.length]).toEqual([[warning], tasks, groups]);
  });

  it.each(["tasks", "groups"])("what the golden examples of %s say, and no other", (name) => {
    const examples = JSON.parse(golden("items").get(`${name}.json`)!) as { what: string; taken: boolean; item: unknown }[];
    for (const { what, taken, item } of examples) {
      const { metadata } = parse({ ...minimal, metadata: { [name]: [item] } });
      expect(metadata.tasks.length + metadata.groups.length, what).toBe(taken ? 1 : 0);
    }
  });
});

describe("refuses as invalid_json", () => {
  it.each(["", "{", "nul", "{'prompt':1}", '{"prompt":NaN}', "\u0000", '{"a":1}}'])("%j", (text) => {
    expect(refusal(() => parseText(text)).code).toBe("invalid_json");
  });

  it("invalid UTF-8", () => {
    expect(refusal(() => parseRunRequest(new Uint8Array([0x7b, 0xff, 0x7d]))).code).toBe("invalid_json");
  });
});

it.each(["[]", "null", "1", '"text"', "true"])("refuses %s as no object", (text) => {
  expect(refusal(() => parseText(text)).code).toBe("invalid_request");
});

it("answers arrays in arrays, as deep as a body may hold them", () => {
  expect(refusal(() => parseText("[".repeat(262_144))).code).toBe("invalid_json");
  expect(refusal(() => parseText(`{"metadata":${"[".repeat(100_000)}${"]".repeat(100_000)}}`)).status).toBe(400);
});
