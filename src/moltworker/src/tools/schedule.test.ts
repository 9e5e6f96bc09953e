import { describe, expect, it } from "vitest";
import { cronFault } from "./cron";
import { readSchedule, type ScheduleType } from "./schedule";

const now = new Date("2026-11-22T12:00:00Z");
const read = (type: ScheduleType, value: string, zone = "Europe/Paris"): string => readSchedule(type, value, zone, now);

describe("a cron expression", () => {
  it.each(["* * * * *", "0 9 * * 1-5", "*/15 0-6/2 1,15 jan-mar MON,wed", "59 23 31 12 7", "5/10 * * * *", "  0  9 * * * "])("%j is taken", (value) => {
    expect(cronFault(value)).toBeUndefined();
  });

  it.each(["", "* * * *", "* * * * * *", "60 * * * *", "* 24 * * *", "* * 0 * *", "* * * 13 *", "* * * * 8", "5-1 * * * *", "*/0 * * * *", "a * * * *", "1,,2 * * * *", "*-5 * * * *", "-1 * * * *", "@daily", "1.5 * * * *"])(
    "%j is refused",
    (value) => {
      expect(cronFault(value)).toBeTypeOf("string");
      expect(() => read("cron", value)).toThrow("scheduleValue");
    },
  );
});

describe("an interval", () => {
  it("is a positive whole number of milliseconds", () => {
    expect(read("interval", " 3600000 ")).toBe("3600000");
    for (const bad of ["0", "-5", "1.5", "1h", "", "1e6", "999999999999"]) expect(() => read("interval", bad), bad).toThrow("milliseconds");
  });
});

describe("a time", () => {
  it.each([
    ["2027-02-01T15:30:00", "Europe/Paris", "2027-02-01T14:30:00.000Z"],
    ["2027-07-01T15:30", "Europe/Paris", "2027-07-01T13:30:00.000Z"],
    ["2027-02-01T15:30:00Z", "Europe/Paris", "2027-02-01T15:30:00.000Z"],
    ["2027-02-01T15:30:00+09:00", "Europe/Paris", "2027-02-01T06:30:00.000Z"],
    ["2027-03-28T02:30:00", "Europe/Paris", "2027-03-28T01:30:00.000Z"], // skipped: clocks go from 2 to 3
    ["2027-10-31T02:30:00", "Europe/Paris", "2027-10-31T00:30:00.000Z"], // twice: the first
    ["2027-10-31T03:00:00", "Europe/Paris", "2027-10-31T02:00:00.000Z"],
    ["2027-01-01T00:00:00", "Pacific/Kiritimati", "2026-12-31T10:00:00.000Z"],
    ["2027-01-01T00:00:00", "America/Los_Angeles", "2027-01-01T08:00:00.000Z"],
    ["2027-01-01T00:00:00", "Asia/Kathmandu", "2026-12-31T18:15:00.000Z"],
  ])("%s in %s is %s", (value, zone, utc) => {
    expect(read("once", value, zone)).toBe(utc);
  });

  it("is refused where it is no time or past", () => {
    for (const bad of ["tomorrow", "2027-02-31T10:00:00", "2027-13-01T10:00", "2027-02-01", "2027-02-01 10:00", ""]) {
      expect(() => read("once", bad), bad).toThrow("ISO 8601");
    }
    expect(() => read("once", "2026-11-22T12:59:00")).toThrow("past");
  });
});
