import type { ModelSettings } from "./modelSettings";

/**
 * A short name for one model at one place, kept with what only that model can read. It is a digest, since an address may hold
 * more than a session should.
 */
export function originOf({ provider, baseUrl, name }: Pick<ModelSettings, "provider" | "baseUrl" | "name">): string {
  const text = `${provider} ${baseUrl ?? ""} ${name}`;
  let a = 0x811c9dc5;
  let b = 0x9e3779b9;
  for (let at = 0; at < text.length; at++) {
    a = Math.imul(a ^ text.charCodeAt(at), 0x01000193);
    b = Math.imul(b ^ text.charCodeAt(at), 0x85ebca6b);
    b ^= b >>> 13;
  }
  return (a >>> 0).toString(36) + (b >>> 0).toString(36);
}
