import { expect, it } from "vitest";
import { variants } from "../scripts/variants.mjs";
import { send } from "./support/client";
import { WorkerdServer } from "./support/workerdServer";

/** Each with a value that is no value of it. */
const wrong = {
  ENVIRONMENT: "Not An Environment",
  ALLOWED_HOSTS: "https://agent.test",
  ACCESS_MODE: "perhaps",
  TOKEN_SHA256_CURRENT: "short",
  TOKEN_SHA256_PREVIOUS: "short",
  ...Object.fromEntries(
    ["RUNS_PER_DAY", "RUNS_PER_MONTH", "MAX_STEPS", "MAX_TURN_SECONDS", "MAX_OUTPUT_TOKENS", "MAX_INPUT_TOKENS", "MAX_SENT_MESSAGES", "MAX_WEB_READS"]
      .concat("HISTORY_TOKENS", "RUN_RETENTION_HOURS", "SESSION_RETENTION_DAYS", "MODEL_SILENCE_SECONDS")
      .map((name) => [name, "many"]),
  ),
  MODEL_NAME: "a b",
  MODEL_BASE_URL: "nowhere",
  MODEL_DIALECT: "Esperanto",
};

it.each(variants)("the bundle $name reads every binding by its name", async ({ providers }) => {
  await using server = await WorkerdServer.start({ ...wrong, MODEL_PROVIDER: providers[0]! });
  const { status, text } = await send(server);
  expect(status).toBe(503);
  for (const name of Object.keys(wrong)) expect(text).toContain(`The binding ${name} must `);
});
