import { expect, it } from "vitest";
import { variants } from "../scripts/variants.mjs";
import { send } from "./support/client";
import { WorkerdServer } from "./support/workerdServer";

/** Each with a value that is no value of it. */
const wrongOfFront = {
  ENVIRONMENT: "Not An Environment",
  ALLOWED_HOSTS: "https://agent.test",
  ACCESS_MODE: "perhaps",
  TOKEN_SHA256_CURRENT: "short",
  TOKEN_SHA256_PREVIOUS: "short",
  BACKUP_TOKEN_SHA256_CURRENT: "short",
  BACKUP_TOKEN_SHA256_PREVIOUS: "short",
};
const wrongOfAgent = {
  ...Object.fromEntries(
    ["RUNS_PER_DAY", "RUNS_PER_MONTH", "MAX_STEPS", "MAX_TURN_SECONDS", "MAX_OUTPUT_TOKENS", "MAX_INPUT_TOKENS", "MAX_SENT_MESSAGES", "MAX_WEB_READS"]
      .concat("HISTORY_TOKENS", "RUN_RETENTION_HOURS", "SESSION_RETENTION_DAYS", "MODEL_SILENCE_SECONDS")
      .map((name) => [name, "many"]),
  ),
  MODEL_NAME: "a b",
  MODEL_BASE_URL: "nowhere",
  MODEL_DIALECT: "Esperanto",
};

it.each(variants)(
  "the bundle $name reads every binding by its name, and the front tells whom it lets in, and who asks whether all is well",
  async ({ providers }) => {
    await using server = await WorkerdServer.start({ ...wrongOfAgent, MODEL_PROVIDER: providers[0]! });
    const health = await send(server, { method: "GET", path: "/healthz" });
    for (const { status, text } of [await send(server), health]) {
      expect([status, (JSON.parse(text) as { error: { code: string } }).error.code]).toEqual([503, "misconfigured"]);
      for (const name of Object.keys(wrongOfAgent)) expect(text).toContain(`The binding ${name} must `);
    }
    const stranger = await send(server, { headers: { Authorization: "Bearer of nothing" } });
    expect([stranger.status, stranger.text.includes("binding")]).toEqual([401, false]);
  },
);

it("the front reads every binding by its name", async () => {
  await using server = await WorkerdServer.start(wrongOfFront);
  const { status, text } = await send(server);
  expect(status).toBe(503);
  for (const name of Object.keys(wrongOfFront)) expect(text).toContain(`The binding ${name} must `);
});
