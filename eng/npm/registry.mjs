import { setTimeout } from "node:timers/promises";
import { npm } from "./npm.mjs";

/** How long a registry may take for its first word. */
export const patienceSeconds = 12;

/**
 * Asks the registry for a package by npm's own ways: its proxy, its certificates, its credentials.
 * @returns a sentence when the registry is out of reach; never resolves when it answered, whatever it said.
 */
export async function registryProblem(folder, packageName) {
  const answered = new Promise(() => {});
  if (packageName === undefined) return answered;

  const question = npm(
    folder,
    ["view", packageName, "version", "--fetch-retries=0", `--fetch-timeout=${patienceSeconds * 1000}`, "--prefer-online", "--loglevel=error"],
    true,
  );
  const patience = new AbortController();
  const end = await Promise.race([question.ended, setTimeout((patienceSeconds + 1) * 1000, undefined, { signal: patience.signal }).catch(() => undefined)]);
  patience.abort();
  if (end === undefined) {
    question.end();
    return sentence(folder, `did not answer within ${patienceSeconds} seconds`);
  }

  const word = /^npm (?:error|ERR!) code (\w+)/m.exec(end.error)?.[1];
  if (end.code === 0 || word === undefined || /^E\d{3}$/.test(word)) return answered;
  return sentence(folder, reasons[word] ?? `is out of reach (${word})`);
}

const reasons = {
  ENOTFOUND: "has a name that the network does not know (ENOTFOUND)",
  EAI_AGAIN: "has a name that the network could not look up (EAI_AGAIN)",
  ECONNREFUSED: "refuses the connection (ECONNREFUSED)",
  ECONNRESET: "cuts the connection (ECONNRESET)",
  ETIMEDOUT: `did not answer within ${patienceSeconds} seconds`,
  FETCH_ERROR: `did not answer within ${patienceSeconds} seconds`,
};

async function sentence(folder, what) {
  const registry = (await npm(folder, ["config", "get", "registry"], true).ended).output.trim();
  return `npm's registry ${withoutPassword(registry)} ${what}. Check the network, the proxy (HTTPS_PROXY, npm config get proxy) and the registry (npm config get registry), then start again.`;
}

function withoutPassword(address) {
  const url = URL.parse?.(address) ?? tryParse(address);
  return url ? url.origin + url.pathname : "";
}

function tryParse(address) {
  try {
    return new URL(address);
  } catch {
    return null;
  }
}
