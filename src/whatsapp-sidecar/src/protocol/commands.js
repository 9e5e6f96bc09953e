// @ts-check

export const protocolVersion = 1;

/**
 * @typedef {{ type: "start", protocol: number, mode: "run" | "login" | "logout", store: string, phone?: string }} StartCommand
 * @typedef {{ type: "send", id: string, jid: string, text: string }} SendCommand
 * @typedef {StartCommand | SendCommand
 *   | { type: "ack", id: string }
 *   | { type: "typing", jid: string, on: boolean }
 *   | { type: "groups" } | { type: "logout" } | { type: "stop" }} Command
 */

/** @type {Record<string, Record<string, string>>} what each field must be; a question mark: may be absent */
const fields = {
  start: { protocol: "number", mode: "string", store: "string", phone: "string?" },
  send: { id: "string", jid: "string", text: "string" },
  ack: { id: "string" },
  typing: { jid: "string", on: "boolean" },
  groups: {},
  logout: {},
  stop: {},
};

/**
 * Reads one command. What is wrong with it is told without its contents, which may be a person's message.
 * @param {string} line
 * @returns {{ command: Command } | { problem: string, id?: string }}
 */
export function readCommand(line) {
  /** @type {unknown} */
  let value;
  try {
    value = JSON.parse(line);
  } catch {
    return { problem: "A line is not JSON." };
  }
  if (typeof value !== "object" || value === null || Array.isArray(value)) return { problem: "A line is not a JSON object." };
  const command = /** @type {Record<string, unknown>} */ (value);
  const type = typeof command.type === "string" ? command.type : "";
  const id = typeof command.id === "string" ? command.id : undefined;
  const known = Object.hasOwn(fields, type) ? fields[type] : undefined;
  if (!known) return { problem: `There is no command of this type; there are ${Object.keys(fields).join(", ")}.`, id };
  for (const [name, kind] of Object.entries(known)) {
    const found = command[name];
    if (kind.endsWith("?") && (found === undefined || found === null)) continue;
    if (typeof found !== kind.replace("?", "")) return { problem: `In '${type}', '${name}' must be a ${kind.replace("?", "")}.`, id };
  }
  if (type === "start" && !["run", "login", "logout"].includes(String(command.mode))) {
    return { problem: "In 'start', 'mode' must be run, login or logout." };
  }
  return { command: /** @type {Command} */ (value) };
}
