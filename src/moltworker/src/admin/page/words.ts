import { html, type Html } from "./html";

/** A moment, to the minute. */
export function time(at: number): Html {
  const iso = new Date(at).toISOString();
  return html`<time datetime="${iso}">${iso.slice(0, 16).replace("T", " ")}</time>`;
}

/** How long ago, as people say it. */
export function ago(at: number, now: number): string {
  return `${span(now - at)} ago`;
}

export function span(ms: number): string {
  const minutes = Math.max(0, Math.round(ms / 60_000));
  if (minutes < 1) return "less than a minute";
  if (minutes < 90) return count(minutes, "minute");
  const hours = Math.round(minutes / 60);
  return hours < 36 ? count(hours, "hour") : count(Math.round(hours / 24), "day");
}

export function count(n: number, word: string): string {
  return `${number(n)} ${word}${n === 1 ? "" : "s"}`;
}

export function number(n: number): string {
  return Math.round(n).toLocaleString("en");
}

export function dollars(usd: number): string {
  return `$${usd.toFixed(2)}`;
}
