import { firstBytes } from "../http/firstBytes";
import type { Fetch } from "../model/model";
import { htmlText } from "./htmlText";
import { readPublicUrl } from "./publicUrl";
import { ToolError } from "./tool";

const maxRedirects = 5;
const maxBytes = 1_048_576;

export interface Page {
  /** Where the redirects ended. */
  readonly url: URL;
  readonly text: string;
  /** As they stand in the page. */
  readonly links: readonly string[];
}

/**
 * Reads a page's text.
 * @param allow takes the address that a redirect leads to, or refuses it.
 * @throws {ToolError} for what cannot be read, and whatever the fetch throws.
 */
export async function readPage(first: URL, fetch: Fetch, signal: AbortSignal, allow: (next: URL) => URL): Promise<Page> {
  let url = first;
  for (let hops = 0; hops <= maxRedirects; hops++) {
    // Followed by hand, so that each hop is checked like the first.
    const response = await fetch(url.href, {
      redirect: "manual",
      signal,
      headers: { accept: "text/html, text/plain, application/json;q=0.9, */*;q=0.1", "user-agent": "NanoClaw" },
    });
    const location = response.status >= 300 && response.status < 400 ? response.headers.get("location") : null;
    if (location === null) return { url, ...(await readText(response)) };
    await response.body?.cancel();
    url = readPublicUrl(allow(readPublicUrl(location, url)).href);
  }
  throw new ToolError(`The page redirects more than ${maxRedirects} times.`);
}

async function readText(response: Response): Promise<Omit<Page, "url">> {
  const contentType = response.headers.get("content-type") ?? "";
  if (!response.ok || !/^\s*(text\/|application\/([\w.-]+\+)?(json|xml)\s*(;|$))/i.test(contentType)) {
    await response.body?.cancel();
    throw new ToolError(response.ok ? "Only text can be read." : `The page answered ${response.status}.`);
  }
  const text = decode(await firstBytes(response.body, maxBytes), contentType);
  return /^[^;]*html/i.test(contentType) ? htmlText(text) : { text: text.trim(), links: [] };
}

function decode(bytes: Uint8Array, contentType: string): string {
  try {
    return new TextDecoder(/charset="?([\w-]+)/i.exec(contentType)?.[1]).decode(bytes);
  } catch {
    return new TextDecoder().decode(bytes);
  }
}
