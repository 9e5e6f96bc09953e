import type { FetchMode } from "../contract";
import { webReadsAHost } from "../bounds/bounds";
import type { Spent } from "../bounds/spent";
import { clipped, escapeText, framed } from "../conversation/frame";
import { linksTag } from "../conversation/tags";
import { own } from "../json/own";
import type { Fetch } from "../model/model";
import { isSameSite, KnownAddresses, pageIntroduction, siteOf } from "./knownAddresses";
import { type Page, readPage } from "./readPage";
import { readPublicUrl } from "./publicUrl";
import { ToolError, type ToolScope } from "./tool";
import { text } from "./toolInput";
import { toolOf } from "./toolOf";

const maxCharacters = 20_000;
const maxMilliseconds = 15_000;
const mostLinks = 40;
const longestLink = 300;

export const webFetch = toolOf(
  "web_fetch",
  "Reads a public web page, which strangers wrote: its text and links.",
  { url: text(2_048, "An https URL.") },
  async ({ url: asked }, scope) => {
    const mode = modeOf(scope);
    const known = new KnownAddresses(scope.conversation(), mode);
    const url = mode === "open" ? readPublicUrl(asked) : knownUrl(asked, known);
    count(url, scope.spent, scope.limits.maxWebReads);
    scope.strangers("web");
    const page = await readInTime(url, scope, (next) => (mode === "open" ? next : known.find(next)));
    return untrusted(page, linksToTell(page, mode, known.isNamed(url)));
  },
);

export function modeOf({ request }: ToolScope): FetchMode {
  return request.metadata.fetch ?? "asked";
}

/** A model hands an address in as it stands in the prompt: with `http`, which is read as `https`, and with `&amp;`. */
function knownUrl(asked: string, known: KnownAddresses): URL {
  const secure = asked.replace(/^http:/i, "https:");
  const url = known.find(readPublicUrl(secure)) ?? known.find(readPublicUrl(secure.replaceAll("&amp;", "&")));
  if (url === undefined) {
    throw new ToolError("Nobody wrote this address here. Ask for the exact address.");
  }
  return readPublicUrl(url.href);
}

function count(url: URL, spent: Spent, most: number): void {
  const site = siteOf(url);
  const ofHost = own(spent.webReadsOfHost, site) ?? 0;
  if (spent.webReads >= most) throw new ToolError(`A turn may read ${most} pages.`);
  if (ofHost >= webReadsAHost) throw new ToolError(`A turn may read ${webReadsAHost} pages of one host.`);
  spent.webReads += 1;
  spent.webReadsOfHost[site] = ofHost + 1;
}

async function readInTime(
  url: URL,
  { fetch, signal }: { readonly fetch: Fetch; readonly signal: AbortSignal },
  known: (url: URL) => URL | undefined,
): Promise<Page> {
  const timeout = AbortSignal.timeout(maxMilliseconds);
  try {
    return await readPage(url, fetch, AbortSignal.any([signal, timeout]), (next) => {
      const allowed = isSameSite(next, url) ? next : known(next);
      if (allowed === undefined) throw new ToolError(`The page leads to another host, ${siteOf(next)}, at an address that nobody wrote here.`);
      return allowed;
    });
  } catch (error) {
    if (error instanceof ToolError) throw error;
    throw new ToolError(timeout.aborted ? `The page took longer than ${maxMilliseconds / 1000} s.` : "The page could not be reached.");
  }
}

/** The links that may be read next; those of a page that a person named only, on its own host, unless more is allowed. */
function linksToTell({ url, links }: Page, mode: FetchMode, isNamed: boolean): readonly string[] {
  if (mode === "asked" && !isNamed) return [];
  const told = new Set<string>();
  for (const link of links) {
    if (told.size === mostLinks) break;
    const target = publicLink(link, url);
    if (target !== undefined && target.href !== url.href && target.href.length <= longestLink && (mode !== "asked" || isSameSite(target, url)))
      told.add(target.href);
  }
  return [...told];
}

function publicLink(link: string, base: URL): URL | undefined {
  try {
    return readPublicUrl(new URL(link, base).href.replace(/^http:/, "https:"));
  } catch {
    return undefined;
  }
}

/** Says where the text is from, in frames that the text itself cannot close. */
function untrusted({ url, text }: Page, links: readonly string[]): string {
  const { text: kept, isCut } = clipped(text, maxCharacters);
  return [
    pageIntroduction,
    framed("web_page", isCut ? `${kept}\n[cut after ${maxCharacters} characters]` : kept, { url: url.href }),
    ...(links.length === 0 ? [] : [`<${linksTag}>\n${links.map(escapeText).join("\n")}\n</${linksTag}>`]),
  ].join("\n");
}
