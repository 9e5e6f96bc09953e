/**
 * The bundles that are built: a stack deploys the smallest that carries its providers, so that no isolate takes in what
 * it never speaks. `most` is what each may have, gzipped, in bytes.
 */
export const variants = [
  { name: "demo", providers: ["demo"], most: 28_500 },
  { name: "anthropic", providers: ["anthropic"], most: 33_000 },
  { name: "chat", providers: ["openai", "workers-ai"], most: 34_000 },
  { name: "mixed", providers: ["anthropic", "openai", "workers-ai"], most: 35_300 },
];

/** What the bundler takes out where it is false. */
export function carried(providers) {
  const carries = (provider) => String(providers.includes(provider));
  return { CARRIES_ANTHROPIC: carries("anthropic"), CARRIES_CHAT: carries("openai"), CARRIES_DEMO: carries("demo") };
}
