/** How long a cap of runs stays shut: days and months are UTC, as they are counted. */
export function secondsUntilOpen(cap: "day" | "month", now: number): number {
  const date = new Date(now);
  const [month, day] = cap === "month" ? [date.getUTCMonth() + 1, 1] : [date.getUTCMonth(), date.getUTCDate() + 1];
  return Math.max(1, Math.ceil((Date.UTC(date.getUTCFullYear(), month, day) - now) / 1000));
}
