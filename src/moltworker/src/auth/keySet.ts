import { readBounded } from "../http/readBounded";
import { isObject } from "../json/isObject";
import { parseBytes } from "../json/parse";

/** Keys are asked for again after this long, so that a withdrawn one goes. */
const fresh = 3_600_000;
/** Longer than this nobody is let in on keys that could not be asked for again. */
const usable = 24 * fresh;
/** Unknown key ids, which anybody can invent, cause at most one fetch in this time. */
const coolDown = 60_000;
/** Without any key nobody gets in, so a failure is made good sooner. */
const coolDownWithoutKeys = 2000;
const timeout = 5000;
const lookEvery = 10;
const longest = 65_536;

export const rs256 = { name: "RSASSA-PKCS1-v1_5", hash: "SHA-256" };

/** The public keys of an Access team, kept in the isolate. */
export class KeySet {
  private keys: ReadonlyMap<string, CryptoKey> = new Map();
  private fetchedAt = -Infinity;
  private askedAt = -Infinity;
  private isFetching = false;
  private hasFailed = false;

  constructor(private readonly issuer: string) {}

  /**
   * @returns null where the team has no such key.
   * @throws where that cannot be known, because the key set is not to be had.
   */
  async find(kid: string, now: number): Promise<CryptoKey | null> {
    const known = this.keys.get(kid);
    if (known !== undefined && now - this.fetchedAt < fresh) return known;
    if (this.isFetching) await this.fetched();
    else if (now - this.askedAt >= (this.keys.size === 0 ? coolDownWithoutKeys : coolDown)) await this.fetch(now);

    const key = this.keys.get(kid) ?? null;
    if ((key === null && this.hasFailed) || now - this.fetchedAt >= usable) throw new Error("key set not to be had");
    return key;
  }

  /** A request cannot wait for another one's fetch: it can only look whether it is over. */
  private async fetched(): Promise<void> {
    for (let waited = 0; this.isFetching && waited < timeout; waited += lookEvery) await scheduler.wait(lookEvery);
    // Where the other request was given up meanwhile, the next one fetches.
    this.isFetching = false;
  }

  private async fetch(now: number): Promise<void> {
    this.isFetching = true;
    this.askedAt = now;
    try {
      this.keys = await fetchKeys(this.issuer);
      this.fetchedAt = now;
      this.hasFailed = false;
    } catch {
      this.hasFailed = true;
    } finally {
      this.isFetching = false;
    }
  }
}

async function fetchKeys(issuer: string): Promise<ReadonlyMap<string, CryptoKey>> {
  const response = await fetch(`${issuer}/cdn-cgi/access/certs`, { redirect: "manual", signal: AbortSignal.timeout(timeout) });
  const body = response.status === 200 ? await readBounded(response.body, longest) : null;
  const set = body && parseBytes(body);
  const listed: unknown = isObject(set) && set["keys"];
  const keys = new Map<string, CryptoKey>();
  for (const jwk of Array.isArray(listed) ? (listed as (JsonWebKey & { kid?: unknown })[]) : []) {
    if (jwk?.kty !== "RSA" || typeof jwk.kid !== "string" || (jwk.alg ?? "RS256") !== "RS256" || (jwk.use ?? "sig") !== "sig") continue;
    const { kty, n, e } = jwk;
    keys.set(jwk.kid, await crypto.subtle.importKey("jwk", { kty, n, e } as JsonWebKey, rs256, false, ["verify"]));
  }
  if (keys.size === 0) throw new Error("key set not to be had");
  return keys;
}
