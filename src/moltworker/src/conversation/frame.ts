import { withoutHalf } from "./withoutHalf";

/**
 * Text from outside, as it goes into a prompt or a tool's result: in a frame that says what it is, and that nothing
 * in it can close. Whatever others wrote (titles, names, pages, notes, tasks, memory) goes this way and no other.
 */
export function framed(tag: string, text: string, attributes: Readonly<Record<string, string>> = {}): string {
  const names = Object.entries(attributes).map(([name, value]) => ` ${name}="${escapeText(value).replaceAll('"', "&quot;")}"`);
  return `<${tag}${names.join("")}>\n${escapeText(text)}\n</${tag}>`;
}

/** Nothing in it begins a tag or an entity any more. */
export function escapeText(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
}

/** Reads back what `escapeText`, or the host's own escaping, wrote. */
export function unescapeText(text: string): string {
  return text.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&quot;", '"').replaceAll("&amp;", "&");
}

/** A name within a sentence of ours: one line, and nothing that begins a tag. */
export function inline(name: string): string {
  return escapeText(name.replace(/[\p{Cc}\u2028\u2029]+/gu, " "));
}

/** At most so many characters of a text once it is escaped, so that a text of nothing but `<` is no way around a bound. */
export function clipped(text: string, most: number): { readonly text: string; readonly isCut: boolean } {
  const escaped = escapeText(text);
  if (escaped.length <= most) return { text, isCut: false };
  const whole = escaped.slice(0, most).replace(/&\w{0,3}$/, "");
  return { text: withoutHalf(unescapeText(whole)), isCut: true };
}
