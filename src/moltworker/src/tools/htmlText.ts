const skipped = "script, style, noscript, template, svg, iframe, object";
const breaking =
  "title, p, div, section, article, header, footer, nav, main, aside, h1, h2, h3, h4, h5, h6, ul, ol, li, table, tr, blockquote, pre, br, hr, dt, dd, figcaption, form";

/** Links beyond these are not looked at. */
const mostLinks = 200;

/** The readable text of a page, and where its links lead. */
export async function htmlText(html: string): Promise<{ readonly text: string; readonly links: readonly string[] }> {
  let text = "";
  const links: string[] = [];
  let depth = 0;
  await new HTMLRewriter()
    .on(skipped, {
      element(element) {
        depth += 1;
        try {
          element.onEndTag(() => void (depth -= 1));
        } catch {
          // An element that has no end tag has no text either.
          depth -= 1;
        }
      },
    })
    .on(breaking, {
      element() {
        text += "\n";
      },
    })
    .on("td, th", {
      element() {
        text += " ";
      },
    })
    .on("a[href]", {
      element(element) {
        const href = element.getAttribute("href");
        if (href !== null && links.length < mostLinks) links.push(decodeEntities(href));
      },
    })
    .onDocument({
      text(chunk) {
        if (depth === 0) text += chunk.text;
      },
    })
    .transform(new Response(html))
    .arrayBuffer();
  return { text: tidy(decodeEntities(text)), links };
}

function tidy(text: string): string {
  return text
    .replace(/[^\S\n]+/g, " ")
    .replace(/ ?\n ?/g, "\n")
    .replace(/\n{3,}/g, "\n\n")
    .trim();
}

/** Each name, and the character that it stands for. */
const named: ReadonlyMap<string, string> = new Map(
  `amp& lt< gt> quot" apos' nbsp\xa0 ndash– mdash— hellip… lsquo‘ rsquo’ ldquo“ rdquo” copy© euro€`.split(" ").map((it) => [it.slice(0, -1), it.slice(-1)]),
);

function decodeEntities(text: string): string {
  return text.replace(/&(?:#(\d{1,7})|#[xX]([0-9a-fA-F]{1,6})|(\w{2,8}));/g, (whole, decimal: string, hex: string, name: string) => {
    if (name !== undefined) return named.get(name) ?? whole;
    const code = decimal === undefined ? parseInt(hex, 16) : Number(decimal);
    return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : whole;
  });
}
