// @ts-check
import { isLidUser, jidNormalizedUser } from "@whiskeysockets/baileys";

/**
 * @typedef {{ id?: string, lid?: string, name?: string }} Me
 * @typedef {(lid: string) => Promise<string | null | undefined>} FindPhone
 */

/**
 * One jid for one person. WhatsApp names people by a hidden id (`@lid`) or by their number, sometimes both at once;
 * groups and rights are kept by number, as in v1.
 * @param {string | null | undefined} jid
 * @param {string | null | undefined} alternative what WhatsApp sent along with it
 * @param {Me} me
 * @param {FindPhone} findPhone
 */
export async function phoneJid(jid, alternative, me, findPhone) {
  const plain = jidNormalizedUser(jid ?? undefined);
  if (!isLidUser(plain)) return plain;
  const mine = jidNormalizedUser(me.id);
  if (plain === jidNormalizedUser(me.lid)) return mine;
  const other = jidNormalizedUser(alternative ?? undefined);
  // In what the user wrote on the phone the alternative can be the user's own number, not the chat's.
  if (other.endsWith("@s.whatsapp.net") && other !== mine) return other;
  const found = await findPhone(plain);
  return found ? jidNormalizedUser(found) : plain;
}
