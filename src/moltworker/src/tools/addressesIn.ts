const longestAddress = 2_048;
/** What ends an address in a text; Chinese and Japanese sentences have signs of their own. */
const separators = /[\s<>"\p{Cc}\u3000-\u303f\uff00-\uff65]+/u;
const opening = /^[^\p{L}\p{N}@#]+/u;
const domain = /^(?:[\p{L}\p{N}-]{1,63}\.)+\p{L}{2,63}(?![^/?#:])/u;
/** As far as it is an address for sure: up to a letter, a digit, a slash, or brackets that it opened itself. */
const surely = /^.*(?:[\p{L}\p{N}/]|(?<=\([^()]*)\))/su;
/** As far as it is one in a sentence: signs that end an id or a query are its own. */
const likely = /^.*(?:[\p{L}\p{N}/=&_~+%-]|(?<=\([^()]*)\))/su;
/** What may be an address's own, and more likely follows it: a table's line, or words of languages that put no blank behind it. */
const follows = /[|\\^{}`\u0e00-\u0eff\u2e80-\ud7ff].*/su;

/**
 * The web addresses that stand in a text, as https.
 * @param byPerson whether each counts as it stands and without what may belong to the sentence, and a name without `https://` before it
 * too, as people write them. Else there is one for each, so that no spelling can say what the address does not.
 */
export function* addressesIn(text: string, byPerson: boolean): Generator<URL> {
  for (const word of text.split(separators)) {
    if (word.length > longestAddress || !word.includes(".")) continue;
    const starts = [...word.matchAll(/https?:\/\//gi)].map((match) => match.index);
    for (const [number, start] of starts.entries()) {
      yield* spellings(word.slice(start), byPerson);
      // Of two in one word, as in a list with commas, the first ends where the next begins; but it may also hold it.
      const next = starts[number + 1];
      if (next !== undefined) yield* spellings(word.slice(start, next), byPerson);
    }
    if (starts.length > 0 || !byPerson) continue;
    const name = word.replace(opening, "");
    if (domain.test(upTo(surely, name))) yield* spellings(`https://${name}`, true);
  }
}

function* spellings(address: string, byPerson: boolean): Generator<URL> {
  for (const spelling of byPerson ? new Set([address, upTo(surely, address), upTo(surely, address.replace(follows, ""))]) : [upTo(likely, address)]) {
    const url = URL.parse(spelling);
    if (url === null) continue;
    url.protocol = "https:";
    url.hash = "";
    // Nor may one that is never read stand in the place of one that is.
    if (url.username + url.password + url.port === "") yield url;
  }
}

function upTo(end: RegExp, address: string): string {
  return end.exec(address)?.[0] ?? "";
}
