/**
 * The bundles that are built, the smallest first: a stack deploys the first that carries its providers, so that no isolate
 * takes in what it never speaks. `most` is what each may have, gzipped, in bytes.
 */
export const variants = [
  { name: "demo", providers: ["demo"], most: 28_500 },
  { name: "anthropic", providers: ["anthropic"], most: 33_000 },
  { name: "workers-ai", providers: ["workers-ai"], most: 33_000 },
  { name: "openai", providers: ["openai"], most: 33_700 },
  { name: "mixed", providers: ["anthropic", "openai", "workers-ai"], most: 35_300 },
];

/** What the bundler takes out where it is false. */
export function carried(providers) {
  const carries = (provider) => String(providers.includes(provider));
  return { CARRIES_ANTHROPIC: carries("anthropic"), CARRIES_OPENAI: carries("openai"), CARRIES_WORKERS_AI: carries("workers-ai"), CARRIES_DEMO: carries("demo") };
}
