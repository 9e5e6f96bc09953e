import { describe, expect, it } from "vitest";
import { golden } from "../testing/golden";
import { testScope } from "./testing/scope";
import { Toolbox } from "./toolbox";

interface GoldenTool {
  readonly tool: string;
  readonly input: Readonly<Record<string, unknown>>;
  readonly action: Readonly<Record<string, unknown>> | null;
}

const examples = JSON.parse(golden("tools").get("tools.json")!) as readonly GoldenTool[];
const contract = Object.values(import.meta.glob<string>("../../../../docs/CONTRACT.md", { query: "?raw", import: "default", eager: true })).join("");
const host = Object.values(import.meta.glob<string>("../../../NanoClaw.Host/Actions/*.cs", { query: "?raw", import: "default", eager: true })).join("");
const names = Object.values(import.meta.glob<string>("../../../NanoClaw.Host/Actions/ActionNames.cs", { query: "?raw", import: "default", eager: true })).join(
  "",
);
const tests = Object.values(import.meta.glob<string>(["../**/*.test.ts", "!./registered.test.ts"], { query: "?raw", import: "default", eager: true })).join("");

const metadata = {
  tasks: [
    { id: "task-1", groupFolder: "family", prompt: "Water the plants.", scheduleType: "cron", scheduleValue: "0 9 * * *", status: "active", nextRun: null },
  ],
  groups: [{ jid: "456@g.us", name: "Work", folder: "work" }],
} as const;

/** The main group's, which is offered every tool there is. */
function toolbox(act: (name: string, args: Readonly<Record<string, unknown>>) => void = () => undefined): Toolbox {
  return new Toolbox(testScope({ request: { isMain: true }, metadata, act, memory: { remember: () => true, recall: () => [], forget: () => true } }));
}

/** What every tool has to have before a model is offered it. */
const demands: Readonly<Record<string, (name: string, fields: Readonly<Record<string, { readonly description: string }>>, description: string) => boolean>> = {
  "a sentence for the model, and one for each field": (_, fields, description) =>
    [description, ...Object.values(fields).map((it) => it.description)].every((it) => /\w.*\.$/.test(it)),
  "a golden example in tests/contract/tools": (name) => examples.some(({ tool }) => tool === name),
  "an example with each of its fields": (name, fields) => Object.keys(fields).every((field) => examples.some((it) => it.tool === name && field in it.input)),
  "its name and fields in docs/CONTRACT.md": (name, fields) => {
    const lines = contract.split("\n").filter((line) => line.includes(`\`${name}\``));
    return lines.some((line) => Object.keys(fields).every((field) => line.includes(`\`${field}\``) || line.includes(`\`${field}?\``)));
  },
  "an action of the host, in its Actions": (name) => !asksHost(name) || host.includes(`"${name}"`),
  "its place among the host's ActionNames.WithEffect": (name) => !asksHost(name) || name === "list_tasks" || withEffect().includes(name),
  "a test": (name) => tests.includes(`"${name}"`),
};

/** What the host's rules decide on: the list names constants, whose values are the contract's words. */
function withEffect(): readonly string[] {
  const values = new Map([...names.matchAll(/const string (\w+) = "(\w+)";/g)].map(([, constant, value]) => [constant, value]));
  return (/WithEffect[^[]*\[([^\]]*)\]/.exec(names)?.[1] ?? "").split(",").map((it) => values.get(it.trim()) ?? "");
}

function asksHost(name: string): boolean {
  return examples.some(({ tool, action }) => tool === name && action !== null);
}

describe("a tool", () => {
  it("is registered wherever a tool has to be", () => {
    const missing = toolbox().definitions.flatMap(({ name, description, inputSchema }) => {
      const fields = inputSchema["properties"] as Readonly<Record<string, { readonly description: string }>>;
      return Object.entries(demands).flatMap(([what, isMet]) => (isMet(name, fields, description) ? [] : [`${name} lacks ${what}`]));
    });
    expect(missing).toEqual([]);
  });

  it("of the golden examples is one that the Worker has", () => {
    const offered = toolbox().definitions.map(({ name }) => name);
    expect(examples.map(({ tool }) => tool).filter((it) => !offered.includes(it))).toEqual([]);
  });

  it.each(examples)("$tool asks the host for what its golden example says", async ({ tool, input, action }) => {
    const asked: object[] = [];
    await toolbox((name, args) => asked.push({ name, args: JSON.parse(JSON.stringify(args)) as unknown })).run({ id: "1", name: tool, input });
    expect(asked).toEqual(action === null ? [] : [{ name: tool, args: action }]);
  });
});
