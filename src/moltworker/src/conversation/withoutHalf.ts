/** A text that was cut anywhere, without the half of a character that it may end with. */
export function withoutHalf(text: string): string {
  return text.replace(/[\ud800-\udbff]$/, "");
}
