import { cronFault } from "./cron";
import { localToUtc } from "./localToUtc";
import { ToolError } from "./tool";

export type ScheduleType = "cron" | "interval" | "once";

const longestInterval = 366 * 86_400_000;

/**
 * A schedule as the host takes it: a `once` without an offset is the group's local time, and goes out in UTC.
 * @throws {ToolError} telling the model what the schedule should look like.
 */
export function readSchedule(type: ScheduleType, value: string, timeZone: string, now: Date): string {
  switch (type) {
    case "cron": {
      const fault = cronFault(value);
      if (fault !== undefined) throw new ToolError(`scheduleValue: ${fault}. For example "0 9 * * 1-5".`);
      return value.trim().replace(/\s+/g, " ");
    }
    case "interval": {
      const milliseconds = /^\s*[0-9]{1,12}\s*$/.test(value) ? Number(value) : 0;
      if (milliseconds < 1 || milliseconds > longestInterval) {
        throw new ToolError('scheduleValue: an interval is a positive whole number of milliseconds, at most 366 days. For example "3600000".');
      }
      return String(milliseconds);
    }
    case "once": {
      const time = readTime(value.trim(), timeZone);
      if (time === undefined) {
        throw new ToolError('scheduleValue: once is a time in ISO 8601. For example "2027-02-01T15:30:00".');
      }
      if (time <= now.getTime()) throw new ToolError(`scheduleValue: ${value.trim()} is past.`);
      return new Date(time).toISOString();
    }
  }
}

function readTime(text: string, timeZone: string): number | undefined {
  const match = /^(\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d{1,3})?)?)(Z|[+-]\d\d:\d\d)?$/.exec(text);
  if (match === null) return undefined;
  const [, local = "", offset] = match;
  // Date.parse takes the 31st of February for a day in March.
  const asUtc = Date.parse(`${local}Z`);
  if (Number.isNaN(asUtc) || new Date(asUtc).toISOString().slice(0, 16) !== local.slice(0, 16)) return undefined;
  const time = offset === undefined ? localToUtc(asUtc, timeZone) : Date.parse(text);
  return Number.isNaN(time) ? undefined : time;
}
