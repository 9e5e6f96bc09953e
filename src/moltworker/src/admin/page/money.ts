import type { AdminConfig } from "../adminConfig";
import type { Used } from "../read/group";

/** What tokens cost, in USD; null where the model's price is not known. */
export function costOf({ model, input, cacheRead, cacheWrite, output }: Used, prices: AdminConfig["prices"]): number | null {
  const price = Object.hasOwn(prices, model) ? prices[model] : undefined;
  if (price === undefined) return null;
  // What was read from the cache or written to it is among the input.
  const fresh = Math.max(0, input - cacheRead - cacheWrite);
  return (fresh * price.input + cacheRead * price.cacheRead + cacheWrite * price.cacheWrite + output * price.output) / 1_000_000;
}
