import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import type { AccessSettings } from "./accessSettings";
import { AccessTeam, type Claims, goodClaims, newKeys, signed } from "../testing/accessTeam";
import { verifyAccess } from "./accessJwt";
import { KeySet } from "./keySet";

const settings: AccessSettings = {
  issuer: "https://team.cloudflareaccess.com",
  audiences: new Set(["audience-one", "audience-two"]),
  clientIds: new Set(["client.access", "other.access"]),
};

let team: AccessTeam;
let foreign: CryptoKeyPair;
let keys: KeySet;

beforeAll(async () => {
  team = await AccessTeam.create();
  foreign = await newKeys();
});
beforeEach(() => {
  team.serve();
  keys = new KeySet(settings.issuer);
});
afterEach(() => vi.restoreAllMocks());

const seconds = (offset: number): number => Math.floor(Date.now() / 1000) + offset;

describe("lets in", () => {
  const accepted: readonly [string, Claims][] = [
    ["a service token", {}],
    ["another that is allowed", { common_name: "other.access" }],
    ["another audience of ours", { aud: ["audience-two"] }],
    ["an audience that is not in an array", { aud: "audience-one" }],
    ["several audiences, one of them ours", { aud: ["foreign", "audience-one"] }],
    ["one that ended a moment ago by a clock that is fast", { exp: seconds(-5) }],
    ["one that begins in a moment by a clock that is slow", { nbf: seconds(5) }],
    ["one without nbf", { nbf: undefined }],
  ];
  it.each(accepted)("%s", async (_, claims) => {
    expect(await verifyAccess(await team.jwt(claims), settings, keys)).toBe({ ...goodClaims(), ...claims }["common_name"]);
  });
});

describe("keeps out claims:", () => {
  const refused: readonly [string, Claims][] = [
    ["expired", { exp: seconds(-31) }],
    ["without exp", { exp: undefined }],
    ["exp of the wrong type", { exp: String(seconds(300)) }],
    ["exp null", { exp: null }],
    ["not yet valid", { nbf: seconds(60) }],
    ["nbf of the wrong type", { nbf: "soon" }],
    ["of another team", { iss: "https://other.cloudflareaccess.com" }],
    ["of an issuer that only begins like ours", { iss: "https://team.cloudflareaccess.com.evil.test" }],
    ["of an issuer with a slash more", { iss: "https://team.cloudflareaccess.com/" }],
    ["without an issuer", { iss: undefined }],
    ["for another application", { aud: ["foreign"] }],
    ["for no application", { aud: [] }],
    ["without an audience", { aud: undefined }],
    ["with an audience in the wrong shape", { aud: { "audience-one": true } }],
    ["with an audience in an array in an array", { aud: [["audience-one"]] }],
    ["of a client that is not allowed", { common_name: "stranger.access" }],
    ["of a client with a name in other case", { common_name: "CLIENT.access" }],
    ["of a client without a name", { common_name: undefined }],
    ["of a client with an empty name", { common_name: "" }],
    ["of a client with a list for a name", { common_name: ["client.access"] }],
    ["of a person", { common_name: undefined, email: "ana@example.com", sub: "1234" }],
  ];
  it.each(refused)("%s", async (_, claims) => {
    expect(await verifyAccess(await team.jwt(claims), settings, keys)).toBeNull();
  });
});

describe("keeps out signatures:", () => {
  it("of another key under our key's id", async () => {
    expect(await verifyAccess(await team.jwt({}, {}, foreign), settings, keys)).toBeNull();
  });

  it("of a key that the team does not publish", async () => {
    expect(await verifyAccess(await team.jwt({}, { kid: "key-9" }), settings, keys)).toBeNull();
  });

  it("none", async () => {
    for (const alg of ["none", "None", "NONE", ""]) {
      const jwt = await signed({ alg, kid: "key-1" }, goodClaims(), () => new ArrayBuffer(0));
      expect(await verifyAccess(jwt, settings, keys)).toBeNull();
      expect(await verifyAccess(`${jwt}AA`, settings, keys)).toBeNull();
    }
  });

  it("made by HMAC with the public key for its secret", async () => {
    const jwk = JSON.stringify(await crypto.subtle.exportKey("jwk", team.keys.publicKey));
    const spki = (await crypto.subtle.exportKey("spki", team.keys.publicKey)) as ArrayBuffer;
    for (const secret of [new TextEncoder().encode(jwk), new Uint8Array(spki)]) {
      const hmac = await crypto.subtle.importKey("raw", secret, { name: "HMAC", hash: "SHA-256" }, false, ["sign"]);
      for (const alg of ["HS256", "RS256"]) {
        const jwt = await signed({ alg, kid: "key-1" }, goodClaims(), (data) => crypto.subtle.sign("HMAC", hmac, data));
        expect(await verifyAccess(jwt, settings, keys)).toBeNull();
      }
    }
  });

  it("genuine ones over other claims", async () => {
    const [header, , signature] = (await team.jwt()).split(".");
    const [, payload] = (await team.jwt({ common_name: "other.access" })).split(".");
    expect(await verifyAccess(`${header}.${payload}.${signature}`, settings, keys)).toBeNull();
  });

  it.each([
    ["another algorithm", { alg: "RS512" }],
    ["no algorithm", { alg: undefined }],
    ["no key id", { kid: undefined }],
    ["a key id of the wrong type", { kid: 1 }],
    ["extensions that must be understood", { crit: ["exp"] }],
    ["a key of its own", { jwk: {}, kid: "own" }],
  ])("genuine ones with a header that names %s", async (_, header) => {
    expect(await verifyAccess(await team.jwt({}, header), settings, keys)).toBeNull();
  });
});

describe("keeps out what is no JWT:", () => {
  it.each([
    ["nothing", null],
    ["an empty text", ""],
    ["two parts", "a.b"],
    ["four parts", "a.b.c.d"],
    ["empty parts", ".."],
    ["parts that are not base64", "!!.??.##"],
    ["parts that are not JSON", "YQ.YQ.YQ"],
    ["null and an array", "bnVsbA.W10.YQ"],
    ["invalid UTF-8", "_w._w._w"],
    ["a very long text", `${"a".repeat(5000)}.${"a".repeat(5000)}.a`],
  ])("%s", async (_, jwt) => {
    expect(await verifyAccess(jwt, settings, keys)).toBeNull();
    expect(team.fetches).toBe(0);
  });

  beforeEach(() => {
    team.fetches = 0;
  });
});
