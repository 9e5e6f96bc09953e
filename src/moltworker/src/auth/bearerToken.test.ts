import { describe, expect, it } from "vitest";
import { verifyBearer } from "./bearerToken";

const current = "the-current-token-0123456789";
const previous = "the-previous-token-0123456789";

async function hash(token: string): Promise<Uint8Array> {
  return new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(token)));
}

describe("verifyBearer", () => {
  it.each([
    ["the current token", `Bearer ${current}`],
    ["the previous token", `Bearer ${previous}`],
    ["the scheme in lower case", `bearer ${current}`],
  ])("lets in %s", async (_, header) => {
    expect(await verifyBearer(header, [await hash(current), await hash(previous)])).toMatch(/^[0-9a-f]{16}$/);
  });

  it.each([
    ["no header", null],
    ["an empty header", ""],
    ["no token", "Bearer"],
    ["an empty token", "Bearer "],
    ["the token alone", current],
    ["another scheme", `Basic ${current}`],
    ["two tokens", `Bearer ${current} ${current}`],
    ["a token with a blank before it", `Bearer  ${current}`],
    ["a wrong token", "Bearer wrong"],
    ["a token in other case", `Bearer ${current.toUpperCase()}`],
    ["the beginning of the token", `Bearer ${current.slice(0, -1)}`],
    ["the token and more", `Bearer ${current}x`],
    ["a very long token", `Bearer ${"a".repeat(10_000)}`],
    ["characters that no token has", "Bearer tök€n"],
  ])("keeps out %s", async (_, header) => {
    expect(await verifyBearer(header, [await hash(current), await hash(previous)])).toBeNull();
  });

  it("keeps out the hash itself", async () => {
    expect(await verifyBearer(`Bearer ${(await hash(current)).toHex()}`, [await hash(current), null])).toBeNull();
  });

  it("keeps out the previous token once it is withdrawn", async () => {
    expect(await verifyBearer(`Bearer ${previous}`, [await hash(current), null])).toBeNull();
  });

  it("tells two holders apart without telling their tokens", async () => {
    const hashes = [await hash(current), await hash(previous)] as const;
    const one = await verifyBearer(`Bearer ${current}`, hashes);
    const other = await verifyBearer(`Bearer ${previous}`, hashes);
    expect(one).not.toBe(other);
    expect(current).not.toContain(one);
  });
});
