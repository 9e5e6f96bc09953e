import { ToolError } from "./tool";

const privateNames = /(^|\.)(localhost|local|internal|intranet|lan|home|corp|private|test|invalid|example|onion|home\.arpa)$/;

/**
 * An address on the public web that may be fetched for a model.
 * @throws {ToolError} for anything but HTTPS on its own port, and for hosts that are or could be private.
 */
export function readPublicUrl(text: string, base?: URL): URL {
  const url = URL.parse(text, base?.href);
  // The URL parser has turned every spelling of an IPv4 address into four numbers, and lowered the case.
  const host = url?.hostname.replace(/\.+$/, "") ?? "";
  if (url?.protocol !== "https:" || url.username + url.password + url.port !== "" || /^(\[|[\d.]+$|[^.]*$)/.test(host) || privateNames.test(host)) {
    throw new ToolError("Only an https URL with the name of a public host is read: no IP address, no port, no password.");
  }
  url.hash = "";
  return url;
}
