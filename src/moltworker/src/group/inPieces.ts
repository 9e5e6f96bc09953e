/** UTF-16 code units: at most 1.8 MB of UTF-8, of the 2 MB that one value or row of a Durable Object may have. */
const longestPiece = 600_000;

/** Cuts a text into pieces that a row holds, between characters; joined they are the text. */
export function inPieces(text: string, longest = longestPiece): readonly string[] {
  if (text.length <= longest) return [text];
  const pieces: string[] = [];
  for (let start = 0; start < text.length;) {
    let end = Math.min(start + longest, text.length);
    const last = text.charCodeAt(end - 1);
    if (end < text.length && last >= 0xd800 && last < 0xdc00) end--;
    pieces.push(text.slice(start, end));
    start = end;
  }
  return pieces;
}
