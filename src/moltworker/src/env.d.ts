/** Set by the bundler from package.json. */
declare const MOLTWORKER_VERSION: string;
