const longestAddress = 2_048;
/** What ends an address in a text. */
const separators = /[\s<>"`|\\^{}\p{Cc}]+/u;
const closing = /[.,;:!?)\]*_~'’”»]+$/u;
const opening = /^[([*_~'‘“«]+/u;
const domain = /^(?:[\p{L}\p{N}-]{1,63}\.)+\p{L}{2,63}$/u;

/**
 * The web addresses that stand in a text, as https. Each is given as it stands and without the punctuation that may
 * belong to the sentence.
 * @param bare whether a name without `https://` before it counts, as people write them.
 */
export function* addressesIn(text: string, bare: boolean): Generator<URL> {
  for (const word of text.split(separators)) {
    if (word.length > longestAddress || !word.includes(".")) continue;
    const starts = [...word.matchAll(/https?:\/\//gi)].map((match) => match.index);
    for (const [number, start] of starts.entries()) {
      yield* spellings(word.slice(start));
      // Of two in one word, as in a list with commas, the first ends where the next begins; but it may also hold it.
      const next = starts[number + 1];
      if (next !== undefined) yield* spellings(word.slice(start, next));
    }
    if (starts.length > 0 || !bare) continue;
    const name = word.replace(opening, "");
    const host = /^[^/?#:]*/.exec(name.replace(closing, ""))?.[0] ?? "";
    if (domain.test(host)) yield* spellings(`https://${name}`);
  }
}

function* spellings(address: string): Generator<URL> {
  const trimmed = address.replace(closing, "");
  for (const spelling of trimmed === address ? [address] : [address, trimmed]) {
    const url = URL.parse(spelling);
    if (url === null) continue;
    url.protocol = "https:";
    url.hash = "";
    yield url;
  }
}
