import { withoutHalf } from "../conversation/withoutHalf";

/** UTF-16 code units: at most 1.8 MB of UTF-8, of the 2 MB that one value or row of a Durable Object may have. */
const longestPiece = 600_000;

/** Cuts a text into pieces that a row holds, between characters; joined they are the text. */
export function inPieces(text: string, longest = longestPiece): readonly string[] {
  const pieces: string[] = [];
  let rest = text;
  while (rest.length > longest) {
    const piece = withoutHalf(rest.slice(0, longest));
    pieces.push(piece);
    rest = rest.slice(piece.length);
  }
  return [...pieces, rest];
}
