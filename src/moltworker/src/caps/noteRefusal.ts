import { waitUntil } from "cloudflare:workers";
import type { Bindings } from "../config/bindingReader";
import type { RunCaps } from "./runCaps";

const toldAt: Record<string, number> = {};

/** Tells of a refusal, for the owner to see which there are: once a minute at most in each isolate, so that whoever is refused causes next to nothing. */
export function noteRefusal({ RUN_CAPS }: Bindings, code: string): void {
  const now = Date.now();
  if (now - (toldAt[code] ?? 0) < 60_000 || !RUN_CAPS) return;
  toldAt[code] = now;
  // Who is refused does not wait for it, and is refused whatever becomes of it.
  waitUntil((async () => (RUN_CAPS as DurableObjectNamespace<RunCaps>).getByName("all").refused(code))().catch(() => undefined));
}
