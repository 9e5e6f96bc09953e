import type { AccessSettings } from "../auth/accessSettings";
import type { RunCaps } from "../caps/runCaps";
import type { Bindings } from "../config/bindingReader";
import { DoorReader } from "../config/doorReader";
import type { Groups } from "./callGroup";

/** SHA-256 of bearer tokens: the current one, and the previous one where there is one. */
export type Hashes = readonly [Uint8Array, Uint8Array | null];

/** What the script that strangers reach is bound to: who is let in, and to whom. No key of a model is among it. */
export interface FrontConfig {
  readonly environment: string;
  readonly allowedHosts: ReadonlySet<string>;
  /** Null where the Worker is declared to run without Access. */
  readonly access: AccessSettings | null;
  readonly tokenHashes: Hashes;
  /** Of the tokens that backups are made and restored with; null where the stack has none. */
  readonly backupHashes: Hashes | null;
  /** Where backups are kept; null where the stack has none. */
  readonly bucket: R2Bucket | null;
  readonly groups: Groups;
  readonly runCaps: DurableObjectNamespace<RunCaps>;
  readonly tokenRateLimit: RateLimit;
  readonly ipRateLimit: RateLimit;
}

const read = new WeakMap<Bindings, FrontConfig | string>();

/**
 * Reads the bindings once in an isolate.
 * @returns what is wrong with them, without a value of any, where something is.
 */
export function frontConfigOf(env: Bindings): FrontConfig | string {
  let config = read.get(env);
  if (config === undefined) {
    config = parse(env);
    read.set(env, config);
  }
  return config;
}

function parse(env: Bindings): FrontConfig | string {
  const bindings = new DoorReader(env);
  const hashes = (prefix: string): Hashes => [
    bindings.sha256(`${prefix}CURRENT`),
    bindings.has(`${prefix}PREVIOUS`) ? bindings.sha256(`${prefix}PREVIOUS`) : null,
  ];
  const config: FrontConfig = {
    environment: bindings.text("ENVIRONMENT", /^[a-z0-9][a-z0-9-]{0,31}$/),
    allowedHosts: bindings.list("ALLOWED_HOSTS", /^[a-z0-9]([a-z0-9.-]{0,252}[a-z0-9])?$/),
    access: accessSettings(bindings),
    tokenHashes: hashes("TOKEN_SHA256_"),
    backupHashes: bindings.has("BACKUP_TOKEN_SHA256_CURRENT") ? hashes("BACKUP_TOKEN_SHA256_") : null,
    bucket: bindings.has("BUCKET") ? bindings.object<R2Bucket>("BUCKET", "get") : null,
    groups: bindings.object("GROUPS", "getByName"),
    runCaps: bindings.object("RUN_CAPS", "getByName"),
    tokenRateLimit: bindings.object("TOKEN_RATE_LIMIT", "limit"),
    ipRateLimit: bindings.object("IP_RATE_LIMIT", "limit"),
  };
  return bindings.mistakes.length === 0 ? config : bindings.mistakes.join(" ");
}

function accessSettings(bindings: DoorReader): AccessSettings | null {
  if (bindings.oneOf("ACCESS_MODE", ["required", "off"], "required") === "off") return null;
  const domain = bindings.text("ACCESS_TEAM_DOMAIN", /^[a-z0-9-]+(\.[a-z0-9-]+)+(:[0-9]{1,5})?$/);
  return {
    issuer: `https://${domain}`,
    audiences: bindings.list("ACCESS_AUDIENCES", /^[A-Za-z0-9_-]{1,128}$/),
    clientIds: bindings.list("ACCESS_CLIENT_IDS", /^[A-Za-z0-9._-]{1,128}$/),
  };
}
