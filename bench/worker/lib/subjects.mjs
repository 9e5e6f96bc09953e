import { createHash, randomBytes, randomUUID } from "node:crypto";
import { bindings as boundTo } from "../../../src/moltworker/scripts/bindings.mjs";
import { bundleFront, bundleVariant, bundleWorker, compatibilityDate } from "./bundle.mjs";
import { startWorkerd } from "./workerd.mjs";

const rateLimit = `export default function () { return { limit: () => Promise.resolve({ success: true }) }; }`;
const token = randomBytes(32).toString("base64url");
const prompt = "What is on today?";

/** What is measured: each starts a workerd of its own, and tells how one turn is asked for and what it should answer. */
export function subjects(model, access) {
  return {
    floor: plain("floor", model, (text) => Number(text) > 70_000),
    "turn alone": plain("turn", model, (text) => text.includes("event: output")),
    moltworker: {
      start: (args, options) => startMoltworker(model, access, args, options),
      call: (turn) => runCall(access, turn, token),
      isRight: (text) => text.includes("event: done"),
    },
    ai: plain("ai", model, (text) => text.length > 7_000),
  };
}

/** Not a turn: what the profiler is calibrated with. */
export const spin = plain("spin", "", (text) => /^-?\d+$/.test(text));

export function refusedCall(access) {
  return runCall(access, 0, "wrong");
}

export const healthCall = { method: "GET", path: "/healthz", headers: { "x-forwarded-proto": "https" } };

export async function startConstant() {
  return startWorkerd({ code: await bundleVariant("constant"), compatibilityDate });
}

function plain(variant, model, isRight) {
  return {
    start: async (args) => startWorkerd({ code: await bundleVariant(variant), compatibilityDate, bindings: { MODEL_BASE_URL: model } }, args),
    call: (turn) => ({ headers: { "content-type": "application/json" }, body: body(turn) }),
    isRight,
  };
}

async function startMoltworker(model, access, args, options) {
  return startWorkerd(
    {
      code: await bundleWorker(options),
      front: { code: await bundleFront(options), bindings: boundTo.front },
      compatibilityDate,
      trusted: access.certificate,
      extensions: { ratelimit: rateLimit },
      durableObjects: [
        { binding: "GROUPS", className: "GroupAgent" },
        { binding: "RUN_CAPS", className: "RunCaps" },
      ],
      bindings: {
        ENVIRONMENT: "bench",
        ALLOWED_HOSTS: "127.0.0.1",
        ACCESS_TEAM_DOMAIN: access.domain,
        ACCESS_AUDIENCES: "bench-audience",
        ACCESS_CLIENT_IDS: "bench.access",
        TOKEN_SHA256_CURRENT: createHash("sha256").update(token).digest("hex"),
        MODEL_PROVIDER: "anthropic",
        MODEL_NAME: "bench",
        MODEL_BASE_URL: model,
        MODEL_API_KEY: "bench",
        RUNS_PER_DAY: "1000000",
        RUNS_PER_MONTH: "10000000",
        TOKEN_RATE_LIMIT: { module: "bench:ratelimit" },
        IP_RATE_LIMIT: { module: "bench:ratelimit" },
      },
    },
    args,
  );
}

function runCall(access, turn, bearer) {
  return {
    path: "/v1/agent/run",
    headers: {
      "content-type": "application/json",
      accept: "text/event-stream",
      authorization: `Bearer ${bearer}`,
      "idempotency-key": randomUUID(),
      "cf-access-jwt-assertion": access.jwt,
      "cf-connecting-ip": "203.0.113.7",
      // Stands for the TLS in front, which is not what is measured here.
      "x-forwarded-proto": "https",
    },
    body: body(turn),
  };
}

/** A group of its own for each of a hundred turns, as the runs of one group wait for each other. */
function body(turn) {
  return JSON.stringify({
    prompt,
    groupFolder: `group-${turn % 100}`,
    chatJid: "123@g.us",
    isMain: false,
    metadata: { assistantName: "Andy", timezone: "Europe/Paris" },
  });
}
