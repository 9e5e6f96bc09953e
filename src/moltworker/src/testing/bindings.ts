import { env } from "cloudflare:workers";
import type { Bindings } from "../config/bindingReader";

/** The tests' bindings, some of them changed; undefined takes one away. */
export function bindings(changes: Bindings = {}): Bindings {
  return { ...env, ...changes };
}

/** A rate limit that lets nobody pass, or fails. */
export function rateLimit(limit: (options: { key: string }) => Promise<{ success: boolean }>): { limit: typeof limit } {
  return { limit };
}
