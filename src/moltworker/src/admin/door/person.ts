import { type Identify, verifyAccess } from "../../auth/accessJwt";
import { KeySet } from "../../auth/keySet";
import type { AccessSettings } from "../../config/config";
import { AdminRefusal } from "./refusal";

const keySets = new Map<string, KeySet>();

/** A listed person, by the e-mail address of their login. A service token has none, and opens nothing here whatever else its claims say. */
const listed: Identify = ({ email, common_name: program, sub }, { clientIds }) => {
  if (typeof email !== "string" || program !== undefined || typeof sub !== "string" || sub === "") return null;
  const address = email.toLowerCase();
  return clientIds.has(address) ? address : null;
};

/**
 * Who asks, as Access vouches for it: the edge has asked already, and is not believed without its signature.
 * @throws {AdminRefusal} for all others, with one answer.
 */
export async function personOf(headers: Headers, access: AccessSettings): Promise<string> {
  let keys = keySets.get(access.issuer);
  if (keys === undefined) keySets.set(access.issuer, (keys = new KeySet(access.issuer)));
  // The cookie is not read: it comes with requests that other sites cause, and before Access has judged them.
  const who = await verifyAccess(headers.get("Cf-Access-Jwt-Assertion"), access, keys, undefined, listed).catch(() => {
    throw new AdminRefusal(503, "Who you are cannot be checked at the moment. Try again in a minute.", { "Retry-After": "60" });
  });
  if (who === null) throw new AdminRefusal(403, "This page is for the people whom the stack lists, signed in through Cloudflare Access.");
  return who;
}
