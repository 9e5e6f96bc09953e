import { efforts, fetchModes, type RunRequest } from "../contract";
import { Refusal } from "../http/refusal";
import { parseBytes } from "../json/parse";
import { flag, list, object, oneOf, or, type PassOver, text, wholeNumber } from "./rules";
import { isTimeZone } from "./timeZone";

const longestBody = 262_144;

const folder = /^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$/;
const letters = "1 to 64 letters, digits, _ and -";
const isoTime = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:\d{2})$/;

/** Whose a request is. `global` is reserved. */
export const ownFolder = text(1, 64, /^(?!global$)[A-Za-z0-9][A-Za-z0-9_-]*$/, `${letters}, the first a letter or digit, and not global`);

const task = object({
  id: text(1, 128),
  groupFolder: text(1, 64, folder, `${letters}, the first a letter or digit`),
  prompt: text(0, longestBody),
  scheduleType: oneOf("cron", "interval", "once"),
  scheduleValue: text(0, 256),
  status: oneOf("active", "paused", "completed"),
  nextRun: or(text(1, 40, isoTime, "an ISO 8601 time with its offset, or null"), null, true),
});

const group = object({
  jid: text(1, 256),
  name: text(0, 256),
  folder: or(text(1, 64, folder, "a group's folder, or null"), null, true),
});

const metadata = object({
  assistantName: or(text(1, 64), "Andy"),
  timezone: or(text(1, 64, { test: isTimeZone }, "the IANA name of a time zone, like Europe/Paris"), "UTC"),
  memory: or(text(0, 65_536), undefined),
  fetch: or(oneOf(...fetchModes), undefined),
  maxActiveTasks: or(wholeNumber(1, 1000), undefined),
  strangers: or(flag, undefined),
  model: or(text(1, 200), undefined),
  effort: or(oneOf(...efforts), undefined),
  tasks: or(list(200, task), []),
  groups: or(list(500, group), []),
});

const run = object({
  prompt: text(1, longestBody, /\S/, "a string that is not blank"),
  sessionId: or(text(1, 64, /^[A-Za-z0-9_-]+$/, letters), undefined, true),
  groupFolder: ownFolder,
  chatJid: text(1, 256, /^[^\p{Cc}]+$/u, "a string of 1 to 256 characters without control characters"),
  isMain: flag,
  isScheduledTask: or(flag, false),
  metadata: or(
    metadata,
    metadata({}, "", () => {}),
  ),
});

/**
 * Reads and checks the body of a run request, as `docs/CONTRACT.md` states its rules.
 * @param passOver hears of each item of a list that breaks a rule, and is not read.
 * @throws {Refusal} `invalid_json` or `invalid_request`.
 */
export function parseRunRequest(body: Uint8Array | ArrayBuffer, passOver: PassOver = () => {}): RunRequest {
  const value = parseBytes(body);
  if (value === undefined) throw new Refusal(400, "invalid_json", "The body is not JSON in UTF-8.");
  return run(value, "", passOver);
}
