import { expect, it } from "vitest";
import { bindings } from "../scripts/bindings.mjs";
import { configOf } from "./config/config";
import { frontConfigOf } from "./front/frontConfig";
import { bindings as bound } from "./testing/bindings";

/** The names that are asked of bindings, whichever of them are there. */
function namesRead(read: (env: Readonly<Record<string, unknown>>) => unknown, ...changes: readonly Readonly<Record<string, unknown>>[]): readonly string[] {
  const names = new Set<string>();
  for (const it of changes) {
    read(new Proxy(bound(it), { get: (env, name) => (names.add(String(name)), Reflect.get(env, name) as unknown) }));
  }
  return [...new Set([...names].map((name) => name.replace(/^MODEL_\d_/, "MODEL_")))].sort();
}

const withModel = (provider: string): Readonly<Record<string, unknown>> => ({
  MODEL_PROVIDER: provider,
  MODEL_GATEWAY_TOKEN: "token",
  MODEL_2_PROVIDER: "demo",
});

it("the script that holds the groups reads what it is bound to, and no more", () => {
  const names = namesRead(configOf, ...["demo", "anthropic", "openai", "workers-ai"].map(withModel));
  // Which of its classes are objects is said by a binding; it asks no group itself.
  expect([...names, "GROUPS"].sort()).toEqual([...bindings.agent]);
});

it("so does the front", () => {
  expect(namesRead(frontConfigOf, {}, { TOKEN_SHA256_PREVIOUS: "a", BACKUP_TOKEN_SHA256_PREVIOUS: "a" })).toEqual([...bindings.front]);
});

it("the front is bound to no key and no setting of the agent's, and the agent to none of the door's: they share the objects alone", () => {
  expect(bindings.front.filter((name) => bindings.agent.includes(name))).toEqual(["GROUPS", "RUN_CAPS"]);
  expect(bindings.front.filter((name) => /MODEL|KEY|^AI$/.test(name))).toEqual([]);
});
