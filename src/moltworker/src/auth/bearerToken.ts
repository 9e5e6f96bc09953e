const encoder = new TextEncoder();

/**
 * Compares a bearer token's SHA-256 with those that are valid, all of them every time and each in constant time.
 * @returns what stands for the token's holder in a rate limit, or null where the token is missing, malformed or wrong.
 */
export async function verifyBearer(authorization: string | null, [current, previous]: readonly [Uint8Array, Uint8Array | null]): Promise<string | null> {
  const token = /^Bearer ([A-Za-z0-9._~+/=-]{1,512})$/i.exec(authorization ?? "")?.[1];
  if (token === undefined) return null;
  const hash = new Uint8Array(await crypto.subtle.digest("SHA-256", encoder.encode(token)));
  const isCurrent = crypto.subtle.timingSafeEqual(hash, current);
  const isPrevious = crypto.subtle.timingSafeEqual(hash, previous ?? current);
  return isCurrent || isPrevious ? hash.subarray(0, 8).toHex() : null;
}
