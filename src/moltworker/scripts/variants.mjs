/**
 * The bundles that are built, the smallest first: a stack deploys the first that can speak to its model, so that no isolate
 * takes in what it never needs. A stack with several models needs one that asks them in order. `most` is what each may have,
 * gzipped, in bytes.
 */
export const variants = [
  { name: "demo", providers: ["demo"], inOrder: false, most: 23_200 },
  { name: "anthropic", providers: ["anthropic"], inOrder: false, most: 28_700 },
  { name: "workers-ai", providers: ["workers-ai"], inOrder: false, most: 28_150 },
  { name: "openai", providers: ["openai"], inOrder: false, most: 28_900 },
  { name: "anthropic-in-order", providers: ["anthropic"], inOrder: true, most: 29_200 },
  { name: "chat-in-order", providers: ["openai", "workers-ai"], inOrder: true, most: 29_700 },
  { name: "mixed", providers: ["anthropic", "openai", "workers-ai"], inOrder: true, most: 31_500 },
];

/** What the script before them may have, gzipped, in bytes. */
export const mostOfFront = 7_600;

/** What the admin Worker may have, gzipped, in bytes. */
export const mostOfAdmin = 12_500;

/** What the bundler takes out where it is false. */
export function carried({ providers, inOrder }) {
  const carries = (provider) => String(providers.includes(provider));
  return {
    CARRIES_ANTHROPIC: carries("anthropic"),
    CARRIES_OPENAI: carries("openai"),
    CARRIES_WORKERS_AI: carries("workers-ai"),
    CARRIES_DEMO: carries("demo"),
    CARRIES_ORDER: String(inOrder),
  };
}
