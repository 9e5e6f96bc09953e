import { Html, html } from "./html";
import { style } from "./style";

const rawStyle = new Html(style);
let styleHash: string | undefined;

/**
 * Headers of every answer. No script runs, nothing is loaded, nobody may frame it, and a form goes to this host alone. The
 * referrer stays for this host, since without one a browser does not say either where a form came from.
 */
async function guarded(): Promise<Record<string, string>> {
  styleHash ??= new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(style))).toBase64();
  return {
    "Cache-Control": "no-store",
    "Content-Security-Policy": `default-src 'none'; style-src 'sha256-${styleHash}'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'`,
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "X-Robots-Tag": "noindex",
  };
}

export interface PageOptions {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** The person who is signed in, for the heading. */
  readonly who?: string;
}

export async function page(title: string, main: Html, { status = 200, headers = {}, who }: PageOptions = {}): Promise<Response> {
  const { text } = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title} - NanoClaw</title>
<style>${rawStyle}</style>
</head>
<body>
<a class="skip" href="#main">Skip to the content</a>
<header><a href="/admin">NanoClaw</a>${who !== undefined && html`<span class="quiet">${who} · <a href="/cdn-cgi/access/logout">Sign out</a></span>`}</header>
<main id="main">
${main}
</main>
<footer><p class="quiet">Times are UTC. This page is as of the moment it was loaded.</p></footer>
</body>
</html>
`;
  return new Response(text, { status, headers: { "Content-Type": "text/html; charset=utf-8", ...(await guarded()), ...headers } });
}

/** After a form: the page is then asked for anew, and loading it again sends no form. */
export async function redirect(to: string): Promise<Response> {
  return new Response(null, { status: 303, headers: { Location: to, ...(await guarded()) } });
}
