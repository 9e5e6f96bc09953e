import { readBounded } from "../http/readBounded";

/** Keys are asked for again after this long, so that a withdrawn one goes. */
const fresh = 3_600_000;
/** Longer than this nobody is let in on keys that could not be asked for again. */
const usable = 24 * fresh;
/** Unknown key ids, which anybody can invent, cause at most `fetchesPerWindow` fetches in this time. */
const coolDown = 60_000;
/** More than one, because a request cannot wait for what another one fetches: each that comes meanwhile asks for itself. */
const fetchesPerWindow = 4;
const timeout = 5000;
const longest = 65_536;

const rs256 = { name: "RSASSA-PKCS1-v1_5", hash: "SHA-256" };

/** The public keys of an Access team, kept in the isolate. */
export class KeySet {
  private keys: ReadonlyMap<string, CryptoKey> = new Map();
  private fetchedAt = -Infinity;
  private windowStart = -Infinity;
  private fetches = 0;
  private inFlight = 0;

  constructor(private readonly issuer: string) {}

  /**
   * @returns null where the team has no such key.
   * @throws where that cannot be known, because the key set is not to be had.
   */
  async find(kid: string, now: number): Promise<CryptoKey | null> {
    let known = this.keys.get(kid);
    const age = now - this.fetchedAt;
    if (known !== undefined && age < fresh) return known;
    if (this.mayFetch(now)) {
      const fetched = await this.refresh(now);
      known = this.keys.get(kid);
      if (!fetched && known === undefined) throw new Error("key set not to be had");
    } else if (this.keys.size === 0) {
      throw new Error("key set not to be had");
    }
    return known !== undefined && now - this.fetchedAt < usable ? known : null;
  }

  private mayFetch(now: number): boolean {
    if (now - this.windowStart >= coolDown) {
      this.windowStart = now;
      this.fetches = 0;
    }
    // Without any key nobody gets in, so a failure is made good sooner.
    const another = this.fetches === 0 || this.inFlight > 0 || this.keys.size === 0;
    if (!another || this.fetches >= fetchesPerWindow) return false;
    this.fetches++;
    return true;
  }

  private async refresh(now: number): Promise<boolean> {
    this.inFlight++;
    try {
      const response = await fetch(`${this.issuer}/cdn-cgi/access/certs`, { redirect: "manual", signal: AbortSignal.timeout(timeout) });
      const body = response.status === 200 ? await readBounded(response.body, longest) : null;
      if (body === null) return false;
      const keys = await importKeys(JSON.parse(new TextDecoder().decode(body)));
      if (keys.size === 0) return false;
      this.keys = keys;
      this.fetchedAt = now;
      return true;
    } catch {
      return false;
    } finally {
      this.inFlight--;
    }
  }
}

async function importKeys(set: unknown): Promise<Map<string, CryptoKey>> {
  const keys = new Map<string, CryptoKey>();
  const listed: unknown = (set as { keys?: unknown } | null)?.keys;
  for (const jwk of Array.isArray(listed) ? (listed as (JsonWebKey & { kid?: unknown })[]) : []) {
    if (jwk?.kty !== "RSA" || typeof jwk.kid !== "string" || (jwk.alg ?? "RS256") !== "RS256" || (jwk.use ?? "sig") !== "sig") continue;
    const { kty, n, e } = jwk;
    keys.set(jwk.kid, await crypto.subtle.importKey("jwk", { kty, n, e } as JsonWebKey, rs256, false, ["verify"]));
  }
  return keys;
}
