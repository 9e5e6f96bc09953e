import { Refusal, unavailable } from "../http/refusal";
import type { FrontConfig } from "./frontConfig";

/** The shorter of the two periods that a rate limit may have, in seconds; the binding does not tell its own. */
const retryAfterSeconds = 10;

/** @param holder stands for the token's holder. */
export async function limitRates(config: FrontConfig, holder: string, ip: string | null): Promise<void> {
  const outcomes = await Promise.all([
    config.tokenRateLimit.limit({ key: `token:${holder}` }),
    config.ipRateLimit.limit({ key: `ip:${ip === null ? "unknown" : network(ip)}` }),
  ]).catch(() => {
    throw unavailable("rate limit");
  });
  if (outcomes.some(({ success }) => !success)) {
    throw new Refusal(429, "rate_limited", `Too many requests. Try again in ${retryAfterSeconds} s.`, retryAfterSeconds);
  }
}

/** An IPv6 subscriber has a /64 to take addresses from, so that counts as one. */
export function network(ip: string): string {
  if (!ip.includes(":")) return ip;
  const [head = [], tail] = ip
    .toLowerCase()
    .split("::", 2)
    .map((part) => part.split(":").filter((group) => group !== ""));
  const groups = tail === undefined ? head : [...head, ...Array<string>(Math.max(0, 8 - head.length - tail.length)).fill("0"), ...tail];
  return groups
    .slice(0, 4)
    .map((group) => group.replace(/^0+(?=.)/, ""))
    .join(":");
}
