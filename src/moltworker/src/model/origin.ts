import type { ModelSettings } from "./modelSettings";

/** One model at one place, as what only that model can read is kept under it. */
export function originOf({ provider, baseUrl = "", name }: ModelSettings): string {
  return `${provider} ${name} ${baseUrl}`;
}
