import { vi } from "vitest";

const encoder = new TextEncoder();

export type Claims = Readonly<Record<string, unknown>>;

/** A team of Cloudflare Access: a key pair, the JWTs it signs, and its key set, served in place of the network. */
export class AccessTeam {
  /** Key ids and keys that the key set names. */
  readonly published = new Map<string, CryptoKeyPair>();
  fetches = 0;
  /** What the next answers are instead of the key set. */
  failWith: (() => Response | Promise<Response>) | null = null;

  private constructor(readonly keys: CryptoKeyPair) {
    this.published.set("key-1", keys);
  }

  static async create(): Promise<AccessTeam> {
    return new AccessTeam(await newKeys());
  }

  /** Answers for the team's key set; any other address is an error. */
  serve(): void {
    vi.spyOn(globalThis, "fetch").mockImplementation(async (input) => {
      if (String(input) !== "https://team.cloudflareaccess.com/cdn-cgi/access/certs") throw new Error(`unexpected fetch of ${String(input)}`);
      this.fetches++;
      if (this.failWith !== null) return this.failWith();
      const keys = await Promise.all(
        [...this.published].map(async ([kid, pair]) => ({
          ...((await crypto.subtle.exportKey("jwk", pair.publicKey)) as object),
          kid,
          alg: "RS256",
          use: "sig",
        })),
      );
      return Response.json({ keys });
    });
  }

  jwt(claims: Claims = {}, header: Claims = {}, keys = this.keys): Promise<string> {
    return signed({ alg: "RS256", kid: "key-1", typ: "JWT", ...header }, { ...goodClaims(), ...claims }, (data) =>
      crypto.subtle.sign("RSASSA-PKCS1-v1_5", keys.privateKey, data),
    );
  }
}

/** What Access says of a service token. */
export function goodClaims(): Claims {
  const now = Math.floor(Date.now() / 1000);
  return {
    type: "app",
    aud: ["audience-one"],
    iss: "https://team.cloudflareaccess.com",
    exp: now + 300,
    iat: now,
    nbf: now,
    common_name: "client.access",
    sub: "",
  };
}

export async function newKeys(): Promise<CryptoKeyPair> {
  return (await crypto.subtle.generateKey(
    { name: "RSASSA-PKCS1-v1_5", modulusLength: 2048, publicExponent: new Uint8Array([1, 0, 1]), hash: "SHA-256" },
    true,
    ["sign", "verify"],
  )) as CryptoKeyPair;
}

export async function signed(header: Claims, claims: Claims, sign: (data: Uint8Array) => Promise<ArrayBuffer> | ArrayBuffer): Promise<string> {
  const data = `${encode(header)}.${encode(claims)}`;
  const signature = new Uint8Array(await sign(encoder.encode(data)));
  return `${data}.${signature.toBase64({ alphabet: "base64url", omitPadding: true })}`;
}

function encode(value: unknown): string {
  return encoder.encode(JSON.stringify(value)).toBase64({ alphabet: "base64url", omitPadding: true });
}
