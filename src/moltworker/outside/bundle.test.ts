import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { withShortMembers } from "../scripts/memberNames.mjs";
import { withPrivateFields } from "../scripts/privateFields.mjs";
import { privateNames } from "../scripts/privateNames.mjs";
import { variants } from "../scripts/variants.mjs";

const root = join(import.meta.dirname, "..");
const shortened = privateNames();

/** Every name in the golden examples, which hold all that is sent in either direction. */
function namesOfContract(): Set<string> {
  const folder = join(root, "../../tests/contract");
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((it) => it.isFile());
  return new Set(files.flatMap((it) => [...readFileSync(join(it.parentPath, it.name), "utf8").matchAll(/"(\w+)"/g)].map(([, name]) => name!)));
}

it("shortens no name that is sent, that the platform calls, or that a table or a kept step has", () => {
  const sent = namesOfContract();
  expect(sent).toContain("isScheduledTask");
  const called = [
    "GroupAgent",
    "RunCaps",
    "fetch",
    "alarm",
    "take",
    "read",
    "turn",
    "refused",
    "misconfigured",
    "ctx",
    "env",
    "storage",
    "sql",
    "exec",
    "getByName",
    "limit",
  ];
  const kept = ["messages", "history", "spent", "usage", "role", "content", "toolUseId", "webReadsOfHost", "durationMs", "run_id", "session_id", "runs_today"];
  expect(shortened.filter((name) => sent.has(name) || called.includes(name) || kept.includes(name))).toEqual([]);
});

it("makes what is private to a class private for the language, and leaves what another object has", () => {
  const written = `export class Child extends Base {
  private readonly count = 1;
  private last: number;
  readonly shown = 2;

  constructor(
    private readonly ctx: Context,
    private end = 3,
  ) {
    super(ctx);
    this.last = ctx.count + end;
  }

  private get sum(): number {
    const { last, shown } = this;
    return this.count + last + shown + this.ctx.end + this.end;
  }
}
`;
  expect(withPrivateFields(written).replace(/\s+/g, " ").trim()).toBe(
    "export class Child extends Base { #ctx; private readonly count = 1; #last: number; readonly shown = 2; constructor( ctx: Context, private end = 3, ) " +
      "{ super(ctx);this.#ctx = ctx; this.#last = ctx.count + end; } get #sum(): number { const last = this.#last; const shown = this.shown; return this.count + last + shown + this.#ctx.end + this.end; } }",
  );
});

it("names members by letters: private ones for each class anew, but not as those that it inherits, and the others alike wherever they stand", () => {
  const written = `
    class Base { #left; #right = 1; constructor(left) { this.#left = left; } show() { return this.#left + this.#right + this.name; } }
    class Child extends Base { #more = 2; name = 3; async *#each() { yield* this.#more; } async list() { const { name, other = 4 } = this; return [name, other, this.#each()]; } }
    class Own { #left = 5; get #sum() { return this.#left; } list() { return this.#sum; } }
    export const made = { name: 6, show: (it) => it.list(), Base, Child, Own };`;
  const short = withShortMembers(written, ["list", "other", "name"]);
  expect(short).toBe(`
    class Base {  e = 1; constructor(left) { this.t = left; } show() { return this.t + this.e + this.T; } }
    class Child extends Base { n = 2; T = 3; async *s() { yield* this.n; } async E() { const { T:name, _:other = 4 } = this; return [name, other, this.s()]; } }
    class Own { t = 5; get e() { return this.t; } E() { return this.e; } }
    export const made = { T: 6, show: (it) => it.E(), Base, Child, Own };`);
});

/** A word of each provider's form, by which a bundle that carries it is known. */
const signs: Readonly<Record<string, string>> = { demo: "demo model", anthropic: "anthropic-version", openai: "chat/completions", "workers-ai": "deepseek-r1" };

describe.each(variants)("the bundle $name", ({ name, providers }) => {
  const worker = readFileSync(join(root, "dist", `worker.${name}.js`), "utf8");

  it("shortens the others", () => {
    expect(shortened.length).toBeGreaterThan(50);
    const left = new Set(worker.match(/\w+/g));
    expect(shortened.filter((it) => left.has(it))).toEqual([]);
  });

  it("carries its providers and no other", () => {
    const carried = Object.entries(signs).filter(([, sign]) => worker.includes(sign));
    expect(carried.map(([provider]) => provider).sort()).toEqual([...providers].sort());
  });

  it("keeps what the declared Durable Objects are called", () => {
    const manifest = JSON.parse(readFileSync(join(root, "dist", "manifest.json"), "utf8")) as { durableObjects: { className: string }[] };
    for (const { className } of manifest.durableObjects) expect(worker).toMatch(new RegExp(`export ?\\{[^}]*\\b${className}\\b`));
  });
});

describe("the front's bundle", () => {
  const front = readFileSync(join(root, "dist", "front.js"), "utf8");

  it("is shortened as well", () => {
    const left = new Set(front.match(/\w+/g));
    expect(shortened.filter((it) => left.has(it))).toEqual([]);
  });

  it("knows of no model: none of its forms, and no binding of one", () => {
    for (const sign of [...Object.values(signs), "MODEL_", "API_KEY", "GATEWAY_TOKEN"]) expect(front).not.toContain(sign);
  });

  it("exports a handler and no object", () => {
    expect(front.match(/export ?\{([^}]*)\}/)![1]).toMatch(/^\w+ as default$/);
  });

  it("is what no agent's bundle has: none checks a token or knows a host", () => {
    for (const { name } of variants)
      expect(readFileSync(join(root, "dist", `worker.${name}.js`), "utf8")).not.toMatch(/TOKEN_SHA256|ALLOWED_HOSTS|ACCESS_|RATE_LIMIT|timingSafeEqual/);
  });
});
