/**
 * The bundles that are built, the smallest first: a stack deploys the first that can speak to its model, so that no isolate
 * takes in what it never needs. A stack with several models needs one that asks them in order. `most` is what each may have,
 * gzipped, in bytes: none may come to 30,000.
 */
export const variants = [
  { name: "demo", providers: ["demo"], inOrder: false, most: 22_050 },
  { name: "anthropic", providers: ["anthropic"], inOrder: false, most: 27_450 },
  { name: "workers-ai", providers: ["workers-ai"], inOrder: false, most: 26_950 },
  { name: "openai", providers: ["openai"], inOrder: false, most: 27_700 },
  { name: "anthropic-in-order", providers: ["anthropic"], inOrder: true, most: 27_900 },
  { name: "chat-in-order", providers: ["openai", "workers-ai"], inOrder: true, most: 28_400 },
  { name: "mixed", providers: ["anthropic", "openai", "workers-ai"], inOrder: true, most: 29_990 },
];

/** What the script before them may have, gzipped, in bytes. */
export const mostOfFront = 7_600;

/** What the admin Worker may have, gzipped, in bytes. */
export const mostOfAdmin = 11_900;

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
