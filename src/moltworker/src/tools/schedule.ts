import { readCron } from "./cron";
import { localToUtc } from "./localToUtc";
import { ToolError } from "./tool";

export type ScheduleType = "cron" | "interval" | "once";

/** The host looks for what is due once a minute. */
const shortestInterval = 60_000;
const longestInterval = 3660 * 86_400_000;

/**
 * A schedule as the host takes it: a `once` without an offset is the group's local time, and goes out in UTC.
 * @throws {ToolError} telling the model what the schedule should look like.
 */
export function readSchedule(type: ScheduleType, value: string, timeZone: string, now: Date): string {
  switch (type) {
    case "cron":
      return readCron(value);
    case "interval": {
      const milliseconds = /^[ \t-\r]*[0-9]{1,15}[ \t-\r]*$/.test(value) ? Number(value) : 0;
      if (milliseconds < shortestInterval || milliseconds > longestInterval) {
        throw new ToolError(
          `scheduleValue: an interval is a whole number of milliseconds, from ${shortestInterval} to ${longestInterval}. For example "3600000".`,
        );
      }
      return String(milliseconds);
    }
    case "once": {
      const time = readTime(value, timeZone);
      if (time === undefined) {
        throw new ToolError('scheduleValue: once is a time in ISO 8601. For example "2027-02-01T15:30:00".');
      }
      if (time <= now.getTime()) throw new ToolError(`scheduleValue: ${value.trim()} is past.`);
      return new Date(time).toISOString();
    }
  }
}

/** A day alone is its midnight. */
function readTime(text: string, timeZone: string): number | undefined {
  const match =
    /^[ \t-\r]*([0-9]{4}-[0-9]{2}-[0-9]{2})(?:[Tt ]((?:[01][0-9]|2[0-3]):[0-9]{2}(?::[0-9]{2}(?:\.[0-9]{1,3})?)?)([Zz]|[+-](?:(?:0[0-9]|1[0-3]):?[0-5][0-9]|14:?00))?)?[ \t-\r]*$/.exec(
      text,
    );
  if (match === null) return undefined;
  const [, day = "", hour = "00:00", offset] = match;
  const asUtc = Date.parse(`${day}T${hour}Z`);
  // Date.parse takes the 31st of February for a day in March.
  if (Number.isNaN(asUtc) || !new Date(asUtc).toISOString().startsWith(`${day}T${hour.slice(0, 5)}`)) return undefined;
  if (day < "1970" || day >= "9999") return undefined;
  return offset === undefined ? localToUtc(asUtc, timeZone) : asUtc - offsetOf(offset);
}

function offsetOf(text: string): number {
  if (/^z$/i.test(text)) return 0;
  const minutes = Number(text.slice(1, 3)) * 60 + Number(text.slice(-2));
  return (text[0] === "-" ? -minutes : minutes) * 60_000;
}
