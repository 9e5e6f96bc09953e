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
