import { efforts, fetchModes, type GroupInfo, type RunMetadata, type RunRequest, type TaskInfo } from "../contract";
import { invalidRequest, Refusal } from "../http/refusal";
import { Fields, isObject, type PassOver } from "./fields";
import { isTimeZone } from "./timeZone";

const bodyFields = new Set(["prompt", "sessionId", "groupFolder", "chatJid", "isMain", "isScheduledTask", "metadata"]);
const metadataFields = new Set(["assistantName", "timezone", "memory", "fetch", "maxActiveTasks", "strangers", "model", "effort", "tasks", "groups"]);
const taskFields = new Set(["id", "groupFolder", "prompt", "scheduleType", "scheduleValue", "status", "nextRun"]);
const groupFields = new Set(["jid", "name", "folder"]);

const folder = /^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$/;
const isoTime = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:\d{2})$/;
const longestBody = 262_144;

const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: false });

/**
 * Reads and checks the body of a run request, as `docs/CONTRACT.md` states its rules.
 * @param passOver hears of each item of a list that breaks a rule, and is not read.
 * @throws {Refusal} `invalid_json` or `invalid_request`.
 */
export function parseRunRequest(body: Uint8Array | ArrayBuffer, passOver: PassOver = () => {}): RunRequest {
  const fields = new Fields(parseJson(body), "", bodyFields);
  const prompt = fields.string("prompt", [1, longestBody], /\S/, "must be a string that is not blank");
  const sessionId = fields.has("sessionId") && !fields.isNull("sessionId")
    ? fields.string("sessionId", [1, 64], /^[A-Za-z0-9_-]+$/, "must be 1 to 64 letters, digits, _ and -")
    : undefined;
  const groupFolder = readGroupFolder(fields);
  return {
    // A lone surrogate has no UTF-8: neither the model's API nor the store could take it.
    prompt: prompt.toWellFormed(),
    ...(sessionId !== undefined && { sessionId }),
    groupFolder,
    chatJid: fields.string("chatJid", [1, 256], /^[^\p{Cc}]+$/u, "must be a string of 1 to 256 characters without control characters").toWellFormed(),
    isMain: fields.boolean("isMain"),
    isScheduledTask: fields.has("isScheduledTask") && fields.boolean("isScheduledTask"),
    metadata: fields.has("metadata") ? metadata(fields.child("metadata", metadataFields), passOver) : noMetadata,
  };
}

/** Whose the request is. */
export function readGroupFolder(fields: Fields): string {
  const groupFolder = fields.string("groupFolder", [1, 64], folder, "must be 1 to 64 letters, digits, _ and -, the first a letter or digit");
  if (groupFolder === "global") throw fields.broken("groupFolder", "must not be global, which is reserved");
  return groupFolder;
}

const noMetadata: RunMetadata = { assistantName: "Andy", timezone: "UTC", tasks: [], groups: [] };

function metadata(fields: Fields, passOver: PassOver): RunMetadata {
  const timezone = fields.has("timezone") ? fields.string("timezone", [1, 64]) : "UTC";
  if (!isTimeZone(timezone)) throw fields.broken("timezone", "must be the IANA name of a time zone, like Europe/Paris");
  return {
    assistantName: fields.has("assistantName") ? fields.string("assistantName", [1, 64]).toWellFormed() : "Andy",
    timezone,
    ...(fields.has("memory") && { memory: fields.string("memory", [0, 65_536]).toWellFormed() }),
    ...(fields.has("fetch") && { fetch: fields.oneOf("fetch", fetchModes) }),
    ...(fields.has("maxActiveTasks") && { maxActiveTasks: fields.integer("maxActiveTasks", [1, 1000]) }),
    ...(fields.has("strangers") && { strangers: fields.boolean("strangers") }),
    ...(fields.has("model") && { model: fields.string("model", [1, 200]) }),
    ...(fields.has("effort") && { effort: fields.oneOf("effort", efforts) }),
    tasks: fields.has("tasks") ? fields.items("tasks", 200, taskFields, passOver, task) : [],
    groups: fields.has("groups") ? fields.items("groups", 500, groupFields, passOver, group) : [],
  };
}

function task(fields: Fields): TaskInfo {
  return {
    id: fields.string("id", [1, 128]).toWellFormed(),
    groupFolder: fields.string("groupFolder", [1, 64], folder, "must be 1 to 64 letters, digits, _ and -, the first a letter or digit"),
    prompt: fields.string("prompt", [0, longestBody]).toWellFormed(),
    scheduleType: fields.oneOf("scheduleType", ["cron", "interval", "once"]),
    scheduleValue: fields.string("scheduleValue", [0, 256]).toWellFormed(),
    status: fields.oneOf("status", ["active", "paused", "completed"]),
    nextRun: fields.has("nextRun") && !fields.isNull("nextRun") ? fields.string("nextRun", [1, 40], isoTime, "must be an ISO 8601 time with its offset, or null") : null,
  };
}

function group(fields: Fields): GroupInfo {
  return {
    jid: fields.string("jid", [1, 256]).toWellFormed(),
    name: fields.string("name", [0, 256]).toWellFormed(),
    folder: fields.has("folder") && !fields.isNull("folder") ? fields.string("folder", [1, 64], folder, "must be a group's folder, or null") : null,
  };
}

function parseJson(body: Uint8Array | ArrayBuffer): Readonly<Record<string, unknown>> {
  let value: unknown;
  try {
    value = JSON.parse(decoder.decode(body));
  } catch {
    throw new Refusal(400, "invalid_json", "The body is not JSON in UTF-8.");
  }
  if (!isObject(value)) throw invalidRequest("The body must be a JSON object.");
  return value;
}
