// @ts-check

/** Longer than any command: a text of 65,536 characters, each escaped, is under 400 kB. */
export const longestLine = 1024 * 1024;

/**
 * The lines of a stream. One that is too long is reported and skipped, so that what follows is not lost.
 * @param {AsyncIterable<Buffer | string>} stream
 * @param {number} [longest] in bytes
 * @returns {AsyncGenerator<{ text: string } | { tooLong: true }>}
 */
export async function* readLines(stream, longest = longestLine) {
  /** @type {Buffer[]} */
  let parts = [];
  let length = 0;
  let skipping = false;
  for await (const chunk of stream) {
    let rest = typeof chunk === "string" ? Buffer.from(chunk) : chunk;
    for (let end = rest.indexOf(10); end >= 0; end = rest.indexOf(10)) {
      const part = rest.subarray(0, end);
      rest = rest.subarray(end + 1);
      if (skipping || length + part.length > longest) yield { tooLong: true };
      else yield { text: Buffer.concat([...parts, part]).toString("utf8").trimEnd() };
      parts = [];
      length = 0;
      skipping = false;
    }
    length += rest.length;
    if (length > longest) {
      skipping = true;
      parts = [];
    } else if (rest.length > 0) {
      parts.push(rest);
    }
  }
}
