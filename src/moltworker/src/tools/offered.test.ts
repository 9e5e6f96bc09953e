import { describe, expect, it } from "vitest";
import { systemPrompt } from "../turn/systemPrompt";
import { testScope } from "./testing/scope";
import { Toolbox } from "./toolbox";

const cases = (["off", "asked", "links", "open"] as const).flatMap((fetch) => [true, false].map((isMain) => ({ fetch, isMain })));

describe("what the model is told of its tools", () => {
  it.each(cases)("names none but those that it is offered (fetch $fetch, main $isMain)", ({ fetch, isMain }) => {
    const scope = testScope({ request: { isMain, metadata: { assistantName: "Andy", timezone: "UTC", tasks: [], groups: [], fetch } } });
    const { definitions } = new Toolbox(scope);
    const told = systemPrompt(scope.request) + JSON.stringify(definitions.map(({ description, inputSchema }) => [description, inputSchema]));
    const named = new Set(told.match(/(?<![<\w])[a-z]+_[a-z_]+/g));
    expect([...named].filter((name) => !definitions.some((it) => it.name === name))).toEqual([]);
  });

  it("promises no search: there is no such tool", () => {
    for (const { fetch, isMain } of cases) {
      const scope = testScope({ request: { isMain, metadata: { assistantName: "Andy", timezone: "UTC", tasks: [], groups: [], fetch } } });
      expect(systemPrompt(scope.request) + JSON.stringify(new Toolbox(scope).definitions)).not.toMatch(/search/i);
    }
  });
});
