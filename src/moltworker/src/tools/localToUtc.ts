/**
 * The moment at which clocks in a time zone show a local time, given as if it were UTC. In the hour that a change of
 * clocks skips, the moment after the change; in the hour that comes twice, the first.
 */
export function localToUtc(localAsUtc: number, timeZone: string): number {
  const day = 86_400_000;
  const before = localAsUtc - offsetAt(localAsUtc - day, timeZone);
  const after = localAsUtc - offsetAt(localAsUtc + day, timeZone);
  const found = [before, after].find((time) => time + offsetAt(time, timeZone) === localAsUtc);
  return found ?? Math.max(before, after);
}

/** Milliseconds that a time zone is ahead of UTC. */
function offsetAt(time: number, timeZone: string): number {
  const parts = new Intl.DateTimeFormat("en-US", {
    timeZone,
    hourCycle: "h23",
    year: "numeric",
    month: "numeric",
    day: "numeric",
    hour: "numeric",
    minute: "numeric",
    second: "numeric",
  }).formatToParts(time);
  const part = (type: Intl.DateTimeFormatPartTypes): number => Number(parts.find((p) => p.type === type)?.value);
  const shown = Date.UTC(part("year"), part("month") - 1, part("day"), part("hour"), part("minute"), part("second"));
  return shown - Math.floor(time / 1000) * 1000;
}
