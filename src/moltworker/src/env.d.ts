/** Set by the bundler from package.json. */
declare const MOLTWORKER_VERSION: string;

/** Whose forms this bundle carries: the build makes one for each kind of stack (`scripts/variants.mjs`). */
declare const CARRIES_ANTHROPIC: boolean;
/** OpenAI's chat completions, and Workers AI, which speaks them too. */
declare const CARRIES_CHAT: boolean;
declare const CARRIES_DEMO: boolean;
