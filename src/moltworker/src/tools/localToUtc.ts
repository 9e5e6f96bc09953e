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
  // Swedes write a time as ISO 8601 does.
  const shown = Date.parse(`${new Date(time).toLocaleString("sv", { timeZone })}Z`);
  return shown - Math.floor(time / 1000) * 1000;
}
