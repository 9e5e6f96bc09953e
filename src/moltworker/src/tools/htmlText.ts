const skipped = "script, style, noscript, template, svg, iframe, object, head > *:not(title)";
const breaking =
  "title, p, div, section, article, header, footer, nav, main, aside, h1, h2, h3, h4, h5, h6, ul, ol, li, table, tr, blockquote, pre, br, hr, dt, dd, figcaption, form";

/** The readable text of a page. */
export async function htmlText(html: string): Promise<string> {
  let text = "";
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
    .onDocument({
      text(chunk) {
        if (depth === 0) text += chunk.text;
      },
    })
    .transform(new Response(html))
    .arrayBuffer();
  return tidy(decodeEntities(text));
}

function tidy(text: string): string {
  return text
    .replace(/[^\S\n]+/g, " ")
    .replace(/ ?\n ?/g, "\n")
    .replace(/\n{3,}/g, "\n\n")
    .trim();
}

const named: ReadonlyMap<string, string> = new Map(Object.entries({
  amp: "&",
  lt: "<",
  gt: ">",
  quot: '"',
  apos: "'",
  nbsp: " ",
  ndash: "–",
  mdash: "—",
  hellip: "…",
  lsquo: "‘",
  rsquo: "’",
  ldquo: "“",
  rdquo: "”",
  copy: "©",
  euro: "€",
}));

function decodeEntities(text: string): string {
  return text.replace(/&(?:#(\d{1,7})|#[xX]([0-9a-fA-F]{1,6})|(\w{2,8}));/g, (whole, decimal: string, hex: string, name: string) => {
    if (name !== undefined) return named.get(name) ?? whole;
    const code = decimal === undefined ? parseInt(hex, 16) : Number(decimal);
    return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : whole;
  });
}
