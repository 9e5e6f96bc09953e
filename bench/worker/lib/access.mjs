import { execFileSync } from "node:child_process";
import { createSign, generateKeyPairSync } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer } from "node:https";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** Stands in for Cloudflare Access: a key set behind TLS, and the JWT of a service token. */
export async function startAccess() {
  const folder = mkdtempSync(join(tmpdir(), "moltworker-bench-"));
  const file = (name) => join(folder, name);
  execFileSync(
    "openssl",
    [
      "req",
      "-x509",
      "-newkey",
      "ec",
      "-pkeyopt",
      "ec_paramgen_curve:P-256",
      "-nodes",
      "-days",
      "2",
      "-subj",
      "/CN=127.0.0.1",
      "-addext",
      "subjectAltName=IP:127.0.0.1,DNS:127.0.0.1",
      "-keyout",
      file("key.pem"),
      "-out",
      file("cert.pem"),
    ],
    { stdio: "ignore" },
  );
  const tls = { key: readFileSync(file("key.pem")), cert: readFileSync(file("cert.pem"), "utf8") };
  rmSync(folder, { recursive: true });

  const { privateKey, publicKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  const keys = JSON.stringify({ keys: [{ ...publicKey.export({ format: "jwk" }), kid: "bench", alg: "RS256", use: "sig" }] });
  const server = createServer(tls, (_, response) => response.writeHead(200, { "content-type": "application/json" }).end(keys));
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  const domain = `127.0.0.1:${server.address().port}`;

  const now = Math.floor(Date.now() / 1000);
  const signed = [
    { alg: "RS256", kid: "bench", typ: "JWT" },
    { type: "app", iss: `https://${domain}`, aud: ["bench-audience"], common_name: "bench.access", sub: "", iat: now, nbf: now - 60, exp: now + 86_400 },
  ]
    .map((part) => Buffer.from(JSON.stringify(part)).toString("base64url"))
    .join(".");
  return {
    domain,
    certificate: tls.cert,
    jwt: `${signed}.${createSign("RSA-SHA256").update(signed).sign(privateKey, "base64url")}`,
    stop: () => server.close(),
  };
}
