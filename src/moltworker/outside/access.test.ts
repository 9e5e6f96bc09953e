import { createSign, generateKeyPairSync, type KeyObject } from "node:crypto";
import { once } from "node:events";
import { createServer, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { send } from "./support/client";
import { WorkerdServer } from "./support/workerdServer";

const keys = generateKeyPairSync("rsa", { modulusLength: 2048 });
const foreign = generateKeyPairSync("rsa", { modulusLength: 2048 });

let team: Server;
let server: WorkerdServer;
const asked: string[] = [];
let answer: (response: ServerResponse) => void;

const keySet = (response: ServerResponse): void => {
  response.end(JSON.stringify({ keys: [{ ...keys.publicKey.export({ format: "jwk" }), kid: "key-1", alg: "RS256", use: "sig" }] }));
};

beforeAll(async () => {
  team = createServer((request, response) => {
    asked.push(`${request.headers.host}${request.url}`);
    if (request.url === "/elsewhere") keySet(response);
    else answer(response);
  });
  team.listen(0, "127.0.0.1");
  await once(team, "listening");
});
// An isolate of its own for each test, which has no keys yet.
beforeEach(async () => {
  asked.length = 0;
  answer = keySet;
  await server?.[Symbol.asyncDispose]();
  server = await WorkerdServer.start(
    { ACCESS_MODE: "required", ACCESS_TEAM_DOMAIN: "team.cloudflareaccess.com", ACCESS_AUDIENCES: "audience", ACCESS_CLIENT_IDS: "client.access" },
    (team.address() as AddressInfo).port,
  );
});
afterAll(async () => {
  await server[Symbol.asyncDispose]();
  team.closeAllConnections();
  team.close();
});

function jwt(kid = "key-1", key: KeyObject = keys.privateKey): string {
  const now = Math.floor(Date.now() / 1000);
  const encode = (value: object): string => Buffer.from(JSON.stringify(value)).toString("base64url");
  const claims = { iss: "https://team.cloudflareaccess.com", aud: ["audience"], exp: now + 60, nbf: now, common_name: "client.access", sub: "" };
  const data = `${encode({ alg: "RS256", kid })}.${encode(claims)}`;
  return `${data}.${createSign("RSA-SHA256").update(data).sign(key, "base64url")}`;
}

/** Past Access, the body is found to be no JSON. */
async function ask(assertion: string): Promise<string> {
  const { text } = await send(server, { body: "{", headers: { "Cf-Access-Jwt-Assertion": assertion } });
  return (JSON.parse(text) as { error: { code: string } }).error.code;
}

it("lets in what the team signed, on a key set that is fetched once", async () => {
  for (let i = 0; i < 20; i++) expect(await ask(jwt())).toBe("invalid_json");
  expect(asked).toEqual(["team.cloudflareaccess.com/cdn-cgi/access/certs"]);
});

it("lets in all of the first requests, though they come at once", async () => {
  expect(new Set(await Promise.all(Array.from({ length: 40 }, () => ask(jwt()))))).toEqual(new Set(["invalid_json"]));
  expect(asked).toHaveLength(1);
});

it("keeps out what another key signed", async () => {
  expect(await ask(jwt("key-1", foreign.privateKey))).toBe("access_denied");
});

it("does not fetch the key set for each key id that somebody makes up", async () => {
  expect(await ask(jwt())).toBe("invalid_json");
  const codes = await Promise.all(Array.from({ length: 300 }, (_, i) => ask(jwt(`made-up-${i}`, foreign.privateKey))));
  expect(new Set(codes)).toEqual(new Set(["access_denied"]));
  expect(asked.length).toBeLessThanOrEqual(2);
  expect(await ask(jwt())).toBe("invalid_json");
});

it("follows no redirect to another key set", async () => {
  answer = (response) => void response.writeHead(302, { Location: "https://evil.test/elsewhere" }).end();
  expect(await ask(jwt())).toBe("unavailable");
  expect(asked).toHaveLength(1);
});
