import { firstBytes } from "../../http/firstBytes";
import { AdminRefusal } from "./refusal";

/** Seconds for which a form may be sent after it was shown. */
const lifetime = 3600;
/** Bytes: a form of this page has far fewer. */
const longest = 4096;

const encoder = new TextEncoder();

/** What a form carries to show that this page made it, for this person, and not long ago. */
export async function formToken(key: Uint8Array<ArrayBuffer>, who: string, now = Date.now()): Promise<string> {
  const until = Math.floor(now / 1000) + lifetime;
  const mac = await crypto.subtle.sign("HMAC", await macKey(key), encoder.encode(`${until} ${who}`));
  return `${until}.${new Uint8Array(mac).toHex()}`;
}

/**
 * Reads a form that this page made. The login's cookie comes with requests from anywhere, so it says nothing of who made one.
 * @throws {AdminRefusal} where another site did, or may have, or the form is another person's or too old.
 */
export async function demandOwnForm(request: Request, origin: string, key: Uint8Array<ArrayBuffer>, who: string, now = Date.now()): Promise<URLSearchParams> {
  const { headers } = request;
  if (headers.get("Origin") !== origin || (headers.get("Sec-Fetch-Site") ?? "same-origin") !== "same-origin") throw foreign();
  if (!/^application\/x-www-form-urlencoded(\s*;|$)/i.test(headers.get("Content-Type") ?? "")) throw foreign();
  const form = new URLSearchParams(new TextDecoder().decode(await firstBytes(request.body, longest)));
  const [, until, mac] = /^(\d{1,12})\.([0-9a-f]{64})$/.exec(form.get("token") ?? "") ?? [];
  if (until === undefined || mac === undefined) throw foreign();
  const isOwn = await crypto.subtle.verify("HMAC", await macKey(key), Uint8Array.fromHex(mac), encoder.encode(`${until} ${who}`));
  if (!isOwn) throw foreign();
  if (Number(until) < now / 1000) throw new AdminRefusal(403, "The page was open for too long. Go back to /admin and try again.");
  return form;
}

function foreign(): AdminRefusal {
  return new AdminRefusal(403, "This did not come from the page's own form, so nothing was changed. Go back to /admin and try again.");
}

function macKey(key: Uint8Array<ArrayBuffer>): Promise<CryptoKey> {
  return crypto.subtle.importKey("raw", key, { name: "HMAC", hash: "SHA-256" }, false, ["sign", "verify"]);
}
