import { describe, expect, it } from "vitest";
import { golden } from "../testing/golden";
import { readSchedule, type ScheduleType } from "./schedule";

interface GoldenSchedule {
  readonly type: ScheduleType;
  readonly value: string;
  readonly zone?: string;
  readonly takes?: string;
  readonly refused?: string;
}

const now = new Date("2026-11-22T12:00:00Z");
const schedules = JSON.parse(golden("schedules").get("schedules.json") ?? "[]") as readonly GoldenSchedule[];

describe("a schedule", () => {
  it.each(schedules)("$type $value is read as at home", ({ type, value, zone, takes, refused }) => {
    const read = (): string => readSchedule(type, value, zone ?? "Europe/Paris", now);
    if (takes === undefined) expect(read).toThrow(refused);
    else expect(read()).toBe(takes);
  });

  it("is refused where its one time is past", () => {
    expect(() => readSchedule("once", "2026-11-22T12:59:00", "Europe/Paris", now)).toThrow("past");
    expect(() => readSchedule("once", "2026-11-22", "Europe/Paris", now)).toThrow("past");
  });
});
