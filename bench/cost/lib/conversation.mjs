const words =
  "could you please look when the next train to Lyon leaves and whether Marie can bring the cake to the garden on Saturday since the weather will be fine after all and nobody has asked grandmother about the keys of the old house yet".split(
    " ",
  );

/** The same numbers in each run. */
export function randomFrom(seed) {
  let state = seed;
  return (below) => {
    state = (state * 1_664_525 + 1_013_904_223) % 4_294_967_296;
    return Math.floor((state / 4_294_967_296) * below);
  };
}

const text = (random, least, most) => Array.from({ length: least + random(most - least) }, () => words[random(words.length)]).join(" ");

/**
 * A family's conversation: questions of a line or two, answers of a paragraph or two, and in a third of the turns a tool or two.
 * @param gaps milliseconds between a turn and the one before.
 */
export function conversation(gaps, { mostWords = 240, hasTools = true } = {}) {
  const random = randomFrom(1);
  let at = Date.UTC(2026, 10, 26, 8, 0);
  return gaps.map((gap, index) => {
    at += gap;
    const time = new Date(at).toISOString();
    return {
      at,
      prompt: `<messages>\n<message sender="Marie" time="${time}">${text(random, 6, 40)}</message>\n</messages>`,
      steps: [
        ...Array.from({ length: hasTools && index % 3 === 1 ? 1 + random(2) : 0 }, () => ({
          tool: "remember",
          input: { key: `note ${random(1000)}`, value: text(random, 10, 40) },
        })),
        { answer: text(random, mostWords >> 2, mostWords) },
      ],
    };
  });
}

export const memory = text(randomFrom(7), 300, 301);
