import { setTimeout } from "node:timers/promises";
import { type Call, eventsIn, open, type SentEvent } from "./client";
import type { WorkerdServer } from "./workerdServer";

/** Follows a run to its end as a client does: over as many connections as it takes, each taken up after the last whole event. */
export async function readToEnd(server: WorkerdServer, call: Call): Promise<readonly SentEvent[]> {
  const events: SentEvent[] = [];
  while (!["done", "error"].includes(events.at(-1)?.event ?? "")) {
    const lastEventId = events.at(-1)?.id;
    try {
      const response = await open(server, { ...call, stream: true, ...(lastEventId !== undefined && { lastEventId }) });
      response.setEncoding("utf8");
      let text = "";
      try {
        for await (const piece of response) text += piece;
      } finally {
        if (response.statusCode === 200) events.push(...eventsIn(text));
      }
      if (response.statusCode! < 500 && response.statusCode !== 200) throw new Refused(`${response.statusCode} ${text}`);
    } catch (error) {
      if (error instanceof Refused) throw error;
      // Nobody is there for the moment.
      await setTimeout(5);
    }
  }
  return events;
}

class Refused extends Error {}

/** What a reader shows of the texts, one for each output: each delta added, and cut where it says so. */
export function textsOf(events: readonly SentEvent[]): readonly string[] {
  const texts: string[] = [];
  let text = "";
  for (const { event, data } of events) {
    if (event === "delta") {
      const delta = data as { readonly text: string; readonly from?: number };
      text = text.slice(0, delta.from) + delta.text;
    } else if (event === "output") {
      texts.push(text.trim());
      text = "";
    }
  }
  return text === "" ? texts : [...texts, `unfinished: ${text}`];
}
