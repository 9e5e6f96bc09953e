import { isObject, type JsonObject } from "../json/isObject";
import { parseBytes } from "../json/parse";
import type { AccessSettings } from "./accessSettings";
import { type KeySet, rs256 } from "./keySet";

/** How far two clocks may be apart, in seconds. */
const skew = 30;
/** A JWT of Access is about 1 KB. */
const longest = 8192;

const encoder = new TextEncoder();

/** Whom the claims are about; null where that is nobody who may come in. */
export type Identify = (claims: JsonObject, settings: AccessSettings) => string | null;

/**
 * Verifies what Cloudflare Access says about a service token.
 * @returns its Client ID, or null for whatever is wrong with it.
 * @throws where the key set cannot be had.
 */
export async function verifyAccess(
  jwt: string | null,
  settings: AccessSettings,
  keys: KeySet,
  now = Date.now(),
  identify: Identify = clientIdOf,
): Promise<string | null> {
  if (jwt === null || jwt.length > longest) return null;
  const parts = jwt.split(".");
  if (parts.length !== 3) return null;
  const [header, payload, signature] = parts as [string, string, string];

  const { alg, kid, crit } = parseObject(header) ?? {};
  // One algorithm, whatever the header asks for: neither none nor an HMAC keyed with the public key gets any further.
  if (alg !== "RS256" || crit !== undefined || typeof kid !== "string" || kid.length > 256) return null;

  // Judged first, because it costs nothing: only claims that would do are worth a key.
  const claims = parseObject(payload);
  const who = claims && hold(claims, settings, now / 1000) ? identify(claims, settings) : null;
  const signed = bytesOf(signature);
  if (who === null || signed === null) return null;

  const key = await keys.find(kid, now);
  if (key === null) return null;
  const genuine = await crypto.subtle.verify(rs256, key, signed, encoder.encode(`${header}.${payload}`));
  return genuine ? who : null;
}

function hold({ iss, aud, exp, nbf }: JsonObject, settings: AccessSettings, now: number): boolean {
  const audiences: unknown[] = Array.isArray(aud) ? aud : [aud];
  if (iss !== settings.issuer || !audiences.some((it) => typeof it === "string" && settings.audiences.has(it))) return false;
  if (typeof exp !== "number" || !(now < exp + skew)) return false;
  return nbf === undefined || (typeof nbf === "number" && now >= nbf - skew);
}

// A person's JWT has an e-mail address instead: this door is for programs.
function clientIdOf({ common_name: name }: JsonObject, settings: AccessSettings): string | null {
  return typeof name === "string" && settings.clientIds.has(name) ? name : null;
}

function parseObject(part: string): JsonObject | null {
  const bytes = bytesOf(part);
  const value = bytes && parseBytes(bytes);
  return isObject(value) ? value : null;
}

function bytesOf(part: string): Uint8Array | null {
  try {
    return /^[\w-]+$/.test(part) ? Uint8Array.fromBase64(part, { alphabet: "base64url" }) : null;
  } catch {
    return null;
  }
}
