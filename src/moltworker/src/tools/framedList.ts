import { escapeText } from "../conversation/frame";

/** What one tool's list may take of the model's attention, in characters. */
const longestList = 24_000;

/** A list in a frame, an item a line in JSON; what there is no room for is said at its end. */
export function framedList(tag: string, items: readonly object[]): string {
  const lines: string[] = [];
  let room = longestList;
  for (const item of items) {
    const line = escapeText(JSON.stringify(item));
    // One that is too long takes no other's place.
    if (line.length >= room) continue;
    room -= line.length + 1;
    lines.push(line);
  }
  const left = items.length - lines.length;
  return `<${tag}>\n${lines.join("\n")}\n</${tag}>${left === 0 ? "" : `\n${left} more there was no room for.`}`;
}
