import type { RunEvent } from "../contract";

/** One event as a server-sent one: JSON has no raw line break, so each field is one line. */
export function render(id: number, { event, data }: RunEvent): string {
  return `id: ${id}\nevent: ${event}\ndata: ${JSON.stringify(data)}\n\n`;
}

/** One text for each of the events that `render` wrote. */
export function splitRendered(text: string): string[] {
  return text === "" ? [] : text.split(/(?<=\n\n)/);
}

/** Reads back what `render` wrote. */
export function parseRendered(text: string): RunEvent[] {
  return splitRendered(text).map((block) => {
    const [, event, data] = block.split("\n", 3) as [string, string, string];
    return { event: event.slice("event: ".length), data: JSON.parse(data.slice("data: ".length)) } as RunEvent;
  });
}

/** The part of a run's rendered events that comes after event `after`. */
export function renderedAfter(text: string, after: number): string {
  if (after === 0) return text;
  const next = text.indexOf(`\n\nid: ${after + 1}\n`);
  return next === -1 ? "" : text.slice(next + 2);
}

/** The number of the last event of a run, all of whose events are in `text`. */
export function lastRendered(text: string): number {
  const start = text.lastIndexOf("\n\nid: ", text.length - 3);
  return text === "" ? 0 : Number.parseInt(text.slice(start === -1 ? "id: ".length : start + "\n\nid: ".length), 10);
}
