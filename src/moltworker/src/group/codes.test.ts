import { describe, expect, it } from "vitest";
import { golden } from "../testing/golden";
import { passes } from "../conversation/turnError";
import { statusOf } from "../front/statusOf";

interface Code {
  readonly code: string;
  readonly status: number;
  readonly of: "request" | "run";
  readonly client: "wait" | "mend" | "anew" | "never";
}

const codes = JSON.parse(golden("codes").get("codes.json")!) as readonly Code[];
// Of pieces only the client of backups hears, and their section of the contract has what is told.
const sources = import.meta.glob<string>(["../**/*.ts", "!../**/*.test.ts", "!../backup/**"], { query: "?raw", import: "default", eager: true });

/** Every refusal that is made anywhere in the Worker. */
const refused = Object.values(sources).flatMap((source) =>
  [...source.matchAll(/new Refusal\(\s*(\d+),\s*"(\w+)"/g)].map(([, status, code]) => `${code} ${status}`),
);

const listed = (of: Code["of"]): readonly string[] => codes.filter((it) => it.of === of).map((it) => `${it.code} ${it.status}`);

describe("the codes of the contract", () => {
  it("are those of the Worker's refusals, and none of them is without a client's rule", () => {
    // A fault of ours is told as a run's is, and what only the client of backups hears stands in their section.
    const others = ["internal 500", "backup_older 409"];
    expect([...new Set(refused)].filter((it) => !others.includes(it)).sort()).toEqual([...listed("request")].sort());
    expect(
      Object.values(sources)
        .join("")
        .match(/new Refusal\(/g),
    ).toHaveLength(refused.length);
  });

  it("are those of its runs' failures", () => {
    const named = [...sources["../conversation/turnError.ts"]!.matchAll(/^ {2}\| "(\w+)"/gm)].map(([, code]) => code!);
    expect(named.map((code) => `${code} ${statusOf(code)}`)).toEqual(listed("run"));
  });

  it("say of a run's failure that it passes where a client is to wait", () => {
    expect(codes.filter((it) => it.of === "run" && passes(it.code))).toEqual(codes.filter((it) => it.of === "run" && it.client === "wait"));
  });
});
