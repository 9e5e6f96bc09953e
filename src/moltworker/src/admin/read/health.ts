import { isObject } from "../../json/isObject";
import type { AdminConfig } from "../adminConfig";

export interface AgentHealth {
  readonly answers: boolean;
  readonly version: string;
  readonly access: string;
  /** What it says is wrong with it. */
  readonly wrong: string;
}

/** Asks the agent's Worker itself, past the edge. */
export async function readHealth({ agent, allowedHosts }: AdminConfig): Promise<AgentHealth> {
  const [host] = allowedHosts;
  const response = await agent.fetch(`https://${host}/healthz`);
  const body: unknown = await response.json();
  const { version, access, error } = isObject(body) ? body : {};
  const wrong = isObject(error) ? String(error["message"]) : "";
  return { answers: response.ok, version: String(version ?? ""), access: String(access ?? ""), wrong };
}
