import { verifyAccess } from "../auth/accessJwt";
import { verifyBearer } from "../auth/bearerToken";
import { KeySet } from "../auth/keySet";
import type { Bindings } from "../config/bindingReader";
import { answerPieces } from "../backup/pieces";
import { log } from "../http/log";
import { readBounded } from "../http/readBounded";
import { misconfigured, Refusal, unavailable } from "../http/refusal";
import { refuse } from "../caps/refuse";
import { guarded, json } from "../http/respond";
import { readBackupRequest } from "../request/backupRequest";
import { readNotesRequest } from "../request/notesRequest";
import { parseRunRequest } from "../request/parseRunRequest";
import { readRunHeaders } from "../request/runHeaders";
import { callGroup, inGroup, reachGroup } from "./callGroup";
import { type FrontConfig, frontConfigOf, type Hashes } from "./frontConfig";
import { limitRates } from "./rateLimits";

/** Bytes; as `docs/CONTRACT.md` states. */
const longestBody = 262_144;

const keySets = new Map<string, KeySet>();

/** Checks a request in the contract's order and hands a run that passes to its group. */
export async function answer(request: Request, env: Bindings): Promise<Response> {
  const started = Date.now();
  try {
    return await check(request, env);
  } catch (error) {
    return refuse(error, env, Date.now() - started);
  }
}

async function check(request: Request, env: Bindings): Promise<Response> {
  const config = frontConfigOf(env);
  if (typeof config === "string") throw misconfigured(config);

  const url = new URL(request.url);
  if (!config.allowedHosts.has(url.hostname)) throw new Refusal(403, "host_not_allowed", "This host is not served.");
  // The address alone says how the request came: any header could be made up.
  if (url.protocol !== "https:") throw new Refusal(403, "https_required", "Use https.");

  switch (url.pathname) {
    case "/healthz":
      demandMethod(request, "GET");
      return health(config);
    case "/v1/agent/run":
      demandMethod(request, "POST", "DELETE");
      return request.method === "POST" ? run(request, config) : stop(request, url.searchParams, config);
    case "/v1/agent/memory":
      demandMethod(request, "GET", "DELETE");
      return notes(request, url.searchParams, config);
    case "/v1/agent/backup/state":
      demandMethod(request, "GET", "PUT");
      return state(request, url.searchParams, config);
    default: {
      const [, piece] = /^\/v1\/agent\/backup\/pieces\/([^/]*)$/.exec(url.pathname) ?? [];
      if (piece === undefined) throw new Refusal(404, "not_found", "There is nothing here.");
      demandMethod(request, ...(piece === "" ? ["GET"] : ["GET", "PUT", "DELETE"]));
      await admit(request.headers, config, config.backupHashes);
      return answerPieces(request, piece, url.searchParams, config.bucket);
    }
  }
}

function demandMethod({ method }: Request, ...allowed: readonly string[]): void {
  if (!allowed.includes(method)) {
    throw new Refusal(405, "method_not_allowed", `Use ${allowed.join(" or ")}.`, undefined, { Allow: allowed.join(", ") });
  }
}

async function health(config: FrontConfig): Promise<Response> {
  await demandAgent(config);
  const { environment, access } = config;
  return json(200, { status: "ok", environment, access: access === null ? "off" : "required", version: MOLTWORKER_VERSION });
}

/** What is wrong with the agent's own bindings only its script can tell. */
async function demandAgent({ runCaps }: FrontConfig): Promise<void> {
  const wrong = await runCaps
    .getByName("all")
    .misconfigured()
    .catch(() => {
      throw unavailable("agent");
    });
  if (wrong !== null) throw misconfigured(wrong);
}

async function run({ headers, body: given }: Request, config: FrontConfig): Promise<Response> {
  if (!/^application\/json\s*(;\s*charset\s*=\s*"?utf-8"?\s*)?$/i.test(headers.get("Content-Type") ?? "")) {
    throw new Refusal(415, "unsupported_media_type", "The body must be application/json.");
  }
  const claimed = Number(headers.get("Content-Length") ?? 0);
  const body = claimed > longestBody ? null : await readBounded(given, longestBody);
  if (body === null) throw new Refusal(413, "body_too_large", `The body must be at most ${longestBody} bytes.`);

  await admit(headers, config);

  let items = 0;
  const request = parseRunRequest(body, () => (items += 1));
  if (items > 0) log({ event: "passed_over", items });
  return callGroup(config.groups, request, readRunHeaders(headers), body);
}

async function stop({ headers }: Request, query: URLSearchParams, config: FrontConfig): Promise<Response> {
  await admit(headers, config);
  const { groupFolder } = readNotesRequest("GET", query);
  const { runId } = readRunHeaders(headers);
  await demandAgent(config);
  return json(200, { stopped: await inGroup(config.groups, groupFolder, (group) => group.stop(runId)) });
}

async function notes({ headers, method }: Request, query: URLSearchParams, config: FrontConfig): Promise<Response> {
  await admit(headers, config);
  const { groupFolder, key = null } = readNotesRequest(method, query);
  await demandAgent(config);
  return json(
    200,
    await inGroup(config.groups, groupFolder, async (group) => (method === "GET" ? { notes: await group.notes() } : { forgotten: await group.forget(key) })),
  );
}

async function state({ headers, method, body }: Request, query: URLSearchParams, config: FrontConfig): Promise<Response> {
  // The agent's token reads no conversation, and writes none.
  await admit(headers, config, config.backupHashes);
  const { groupFolder, force } = readBackupRequest(query);
  const answer = await reachGroup(config.groups, groupFolder, `?force=${force}`, { method, ...(method === "PUT" && { body }) });
  return method === "PUT"
    ? new Response(null, { status: 204, headers: guarded })
    : new Response(answer.body, { headers: { ...guarded, "Content-Type": "application/x-ndjson" } });
}

/** Who asks is known, vouched for and not too fast, or gets no further. */
async function admit(headers: Headers, config: FrontConfig, hashes: Hashes | null = config.tokenHashes): Promise<void> {
  const holder = hashes && (await verifyBearer(headers.get("Authorization"), hashes));
  if (holder === null) {
    throw new Refusal(401, "unauthorized", "The bearer token is missing or not valid.", undefined, { "WWW-Authenticate": "Bearer" });
  }
  await demandAccess(headers, config);
  await limitRates(config, holder, headers.get("CF-Connecting-IP"));
}

async function demandAccess(headers: Headers, { access }: FrontConfig): Promise<void> {
  if (access === null) return;
  let keys = keySets.get(access.issuer);
  if (keys === undefined) keySets.set(access.issuer, (keys = new KeySet(access.issuer)));
  const clientId = await verifyAccess(headers.get("Cf-Access-Jwt-Assertion"), access, keys).catch(() => {
    throw unavailable("key set of Cloudflare Access");
  });
  if (clientId === null) throw new Refusal(403, "access_denied", "Cloudflare Access did not vouch for this client.");
}
