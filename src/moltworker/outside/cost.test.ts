import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { expect, it } from "vitest";

const bench = fileURLToPath(new URL("../../../bench/cost/run.mjs", import.meta.url));

it("costs no more than the bench's goals to read a conversation again, whatever its rhythm", async () => {
  // It ends with 1 where a goal is missed, and names it.
  const { stdout, stderr } = await promisify(execFile)(process.execPath, [bench]);

  expect(stderr).toBe("");
  expect(stdout).toContain("| 30 turns, 5 minutes apart | now |");
}, 120_000);
