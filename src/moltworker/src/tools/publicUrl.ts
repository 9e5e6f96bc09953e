import { ToolError } from "./tool";

const privateNames = /(^|\.)(localhost|local|internal|intranet|lan|home|corp|private|test|invalid|example|onion|home\.arpa)$/;

/**
 * An address on the public web that may be fetched for a model.
 * @throws {ToolError} for anything but HTTPS on its own port, and for hosts that are or could be private.
 */
export function readPublicUrl(text: string, base?: URL): URL {
  let url: URL;
  try {
    url = new URL(text, base);
  } catch {
    throw new ToolError("url is not a valid URL.");
  }
  if (url.protocol !== "https:") throw new ToolError("Only https URLs can be fetched.");
  if (url.username !== "" || url.password !== "") throw new ToolError("A URL with a user name or password is not fetched.");
  if (url.port !== "") throw new ToolError("Only the standard port can be fetched.");
  // The URL parser has turned every spelling of an IPv4 address into four numbers, and lowered the case.
  const host = url.hostname.replace(/\.$/, "");
  if (host.startsWith("[") || /^[\d.]+$/.test(host)) throw new ToolError("IP addresses are not fetched; use a host name.");
  if (!host.includes(".") || privateNames.test(host)) throw new ToolError("This host is not public.");
  url.hash = "";
  return url;
}
