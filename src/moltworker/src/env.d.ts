/** Set by the bundler from package.json. */
declare const MOLTWORKER_VERSION: string;

/** Whose forms this bundle carries: the build makes one for each provider (`scripts/variants.mjs`). */
declare const CARRIES_ANTHROPIC: boolean;
declare const CARRIES_OPENAI: boolean;
declare const CARRIES_WORKERS_AI: boolean;
declare const CARRIES_DEMO: boolean;
